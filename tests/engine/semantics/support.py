"""The tables in docs/bpmn-support.md, made from the tests that prove each row."""

import ast
from pathlib import Path

from tests.engine.semantics.differences import BESIDE, CANNOT, DIFFERENCES
from tests.engine.semantics.elements import ELEMENTS

HERE = Path(__file__).parent
PAGE = HERE.parents[2] / "docs" / "bpmn-support.md"

ROWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("abstract task", ("test_a_manual_task_waits_and_an_abstract_task_passes",)),
    ("user task, lane = role, nested lanes", ("test_a_user_task_opens_in_the_role_of_its_innermost_lane",)),
    ("manual task", ("test_a_manual_task_waits_and_an_abstract_task_passes",)),
    ("due dates, reminders, assignees", ("test_due_time_and_assignee_follow_the_variables_they_read",)),
    ("script task", ("test_a_line_runs_in_order",)),
    ("service task", ("test_an_operation_gets_its_inputs_and_gives_variables",)),
    ("send task, receive task", ("test_a_send_task_throws_its_message_and_a_receive_task_waits_for_one",)),
    ("business rule task", ("test_a_business_rule_task_writes_its_decision",)),
    ("instantiating receive task", ("test_an_instantiating_receive_task_starts_a_case",)),
    ("call activity, latest or pinned version", ("test_a_call_takes_the_latest_version_or_the_one_it_pins",)),
    (
        "call activity, variables in and out",
        (
            "test_a_call_reads_the_callers_variables_and_gives_back_its_own",
            "test_a_call_with_inputs_and_outputs_passes_just_these",
        ),
    ),
    ("call activity, recursion", ("test_each_control_flow_pattern_runs",)),
    ("call activity, error inside", ("test_an_error_in_a_called_process_reaches_the_callers_boundary",)),
    ("global tasks", ("test_a_global_task_can_be_called", "test_a_global_task_of_each_kind_can_be_called")),
    (
        "service by the operation of an interface",
        ("test_a_task_names_its_service_and_its_message_by_the_operation_of_an_interface",),
    ),
    ("potential owners and performers", ("test_potential_owners_and_performers_say_who_does_a_task",)),
    (
        "embedded sub-process, with one start, none or several ends",
        ("test_a_sub_process_runs_what_is_in_it_then_goes_on",),
    ),
    ("variables of a sub-process", ("test_a_sub_process_has_variables_of_its_own_for_its_data",)),
    (
        "event sub-process: message, timer, signal, conditional; interrupting or not",
        ("test_an_event_sub_process_interrupts_or_runs_beside",),
    ),
    (
        "event sub-process: error",
        (
            "test_an_error_event_sub_process_catches_what_its_scope_throws",
            "test_an_error_inside_an_event_sub_process_goes_to_the_boundary_around",
        ),
    ),
    ("event sub-process: escalation", ("test_an_escalation_event_sub_process_runs_beside",)),
    ("event sub-process: compensation", ("test_a_compensation_event_sub_process_handles_its_completed_scope",)),
    (
        "a waiting event sub-process does not keep the case open",
        ("test_a_waiting_event_sub_process_does_not_keep_the_case_open",),
    ),
    (
        "transaction, cancel end and boundary",
        ("test_a_cancelled_transaction_undoes_what_it_had_completed_and_leaves_by_its_boundary",),
    ),
    (
        "cancel end deeper in a transaction, with what was completed in active sub-processes and calls",
        (
            "test_a_cancel_end_deeper_in_a_transaction_cancels_it_with_all_that_was_completed",
            "test_a_cancel_end_undoes_what_a_call_that_still_runs_has_completed",
            "test_a_cancelled_transaction_inside_another_is_not_compensated_by_it",
        ),
    ),
    (
        "ad-hoc sub-process, parallel and sequential",
        (
            "test_a_parallel_ad_hoc_sub_process_offers_all_and_ends_when_all_are_done",
            "test_a_sequential_ad_hoc_sub_process_offers_one_at_a_time_and_people_choose_the_next",
        ),
    ),
    ("ad-hoc completion condition", ("test_a_completion_condition_ends_an_ad_hoc_sub_process",)),
    (
        "standard loop, before or after, maximum",
        (
            "test_a_standard_loop_tests_after_each_round",
            "test_a_standard_loop_may_test_before_each_round",
            "test_a_standard_loop_stops_at_its_maximum",
        ),
    ),
    (
        "multi-instance, parallel and sequential, by cardinality",
        (
            "test_a_parallel_multi_instance_opens_all_at_once",
            "test_a_sequential_multi_instance_opens_one_after_another",
        ),
    ),
    (
        "multi-instance by collection, with outputs",
        ("test_a_collection_gives_each_instance_its_item_and_gathers_outputs_in_order",),
    ),
    (
        "multi-instance by condition",
        ("test_a_sequential_multi_instance_may_be_ended_by_its_condition_alone",),
    ),
    ("multi-instance completion condition", ("test_a_completion_condition_ends_the_loop_early",)),
    (
        "multi-instance: numberOfInstances, numberOfActive-, numberOfCompleted-, numberOfTerminatedInstances",
        ("test_a_completion_condition_counts_instances_under_the_standards_names",),
    ),
    (
        "multi-instance over a data object, its answers to another",
        ("test_each_instance_gets_an_item_of_a_data_object_and_the_answers_go_to_another",),
    ),
    (
        "multi-instance behavior none, one, all, complex",
        (
            "test_instances_throw_events_as_their_behavior_says",
            "test_instances_throw_a_signal_without_a_name_where_the_drawing_names_no_event",
            "test_an_instance_may_throw_a_message_or_an_error",
            "test_the_event_of_the_first_instance_may_interrupt_the_others",
        ),
    ),
    ("nested multi-instances", ("test_nested_multi_instances",)),
    ("exclusive gateway", ("test_an_exclusive_gateway_takes_the_first_true_flow_or_the_default",)),
    (
        "parallel gateway; excess tokens are kept",
        ("test_a_parallel_gateway_splits_and_joins", "test_excess_tokens_at_a_parallel_join_are_kept"),
    ),
    (
        "inclusive gateway, also in loops",
        (
            "test_an_inclusive_gateway_takes_all_true_flows_and_joins_just_these",
            "test_an_inclusive_join_in_a_loop_fires_in_each_round",
        ),
    ),
    (
        "no true branch and no default",
        ("test_no_true_branch_and_no_default_is_an_error_that_names_the_gateway",),
    ),
    ("event-based gateway", ("test_the_first_event_after_an_event_based_gateway_decides",)),
    (
        "event-based gateway, instantiating, exclusive and parallel",
        (
            "test_an_instantiating_gateway_starts_by_the_first_of_its_events",
            "test_a_parallel_instantiating_gateway_waits_for_the_others_in_the_same_case",
        ),
    ),
    (
        "complex gateway",
        (
            "test_it_fires_when_its_condition_holds_and_absorbs_what_comes_later",
            "test_the_first_token_that_activates_it_fires_it_even_when_all_come_at_once",
            "test_it_is_new_after_its_reset",
        ),
    ),
    ("conditional and default flows from activities", ("test_conditional_and_default_flows_leave_an_activity",)),
    ("implicit split and merge", ("test_several_flows_out_split_and_several_in_merge",)),
    ("several none starts", ("test_every_none_start_starts",)),
    ("message, timer, signal, conditional start", ("test_a_start_event_starts_with_its_payload",)),
    (
        "conditional start by hand",
        (
            "test_a_start_by_hand_needs_the_condition_of_a_conditional_start_to_hold",
            "test_a_start_by_hand_takes_the_conditional_start_whose_condition_holds",
        ),
    ),
    (
        "parallel multiple start",
        (
            "test_a_parallel_multiple_start_begins_with_its_last_event",
            "test_the_parts_of_a_parallel_multiple_start_make_one_case",
        ),
    ),
    ("timers: date, duration, cycle, cron text, FEEL", ("test_timers_of_all_kinds",)),
    ("timers that follow variables", ("test_a_timer_follows_the_variable_that_it_reads",)),
    (
        "intermediate message; one that comes early is kept",
        ("test_a_message_is_caught_once", "test_a_message_is_kept_until_it_is_waited_for_and_a_signal_is_not"),
    ),
    ("messages between two pools of one file", ("test_two_pools_talk_by_messages",)),
    (
        "intermediate conditional",
        ("test_a_conditional_event_waits_until_its_condition_holds",),
    ),
    (
        "signals, thrown and caught, in the case and across cases",
        (
            "test_a_signal_reaches_what_waits_in_the_same_case_at_once",
            "test_one_signal_reaches_all_that_wait_and_starts_what_it_starts",
        ),
    ),
    (
        "links, by name or by reference, several to one target",
        (
            "test_a_link_goes_on_at_its_target",
            "test_several_links_lead_to_one_target",
            "test_a_link_may_refer_to_its_target_by_id",
        ),
    ),
    (
        "a throw is completed before its effect",
        (
            "test_a_throw_is_completed_before_what_it_brings_about",
            "test_an_end_event_that_interrupts_its_own_scope_is_completed",
        ),
    ),
    (
        "multiple and parallel multiple catch",
        (
            "test_a_multiple_event_waits_for_one_of_its_events",
            "test_a_parallel_multiple_event_waits_for_all_of_its_events",
        ),
    ),
    (
        "boundary: message, timer, signal, conditional; interrupting or not",
        ("test_a_boundary_event_interrupts_or_goes_beside",),
    ),
    (
        "boundary: multiple and parallel multiple",
        ("test_a_multiple_boundary_is_triggered_by_any_and_a_parallel_one_by_all",),
    ),
    (
        "non-interrupting boundary, many times; conditions only after they were false",
        (
            "test_a_non_interrupting_boundary_fires_as_often_as_it_happens",
            "test_a_condition_fires_a_boundary_again_only_after_it_was_false",
        ),
    ),
    (
        "errors: nearest scope, code before no code, uncaught",
        (
            "test_an_error_is_caught_by_the_nearest_with_its_code",
            "test_a_code_goes_before_no_code_at_the_same_activity",
            "test_an_uncaught_error_fails_the_case",
        ),
    ),
    (
        "escalations",
        ("test_an_escalation_interrupts_or_goes_beside", "test_an_uncaught_escalation_is_logged_and_goes_on"),
    ),
    (
        "compensation in reverse order, with the variables as they were",
        ("test_handlers_run_in_reverse_order_with_the_variables_as_they_were",),
    ),
    ("compensation of one activity", ("test_one_activity_is_compensated_by_name_and_only_once",)),
    ("compensation of loops", ("test_the_rounds_of_a_loop_are_each_compensated",)),
    (
        "compensation of a sub-process: default, by its handler, of what is deeper inside",
        (
            "test_a_completed_sub_process_is_compensated_by_what_is_in_it",
            "test_a_handler_on_a_sub_process_undoes_it_alone_not_what_is_in_it",
            "test_default_compensation_goes_through_sub_processes_in_sub_processes",
        ),
    ),
    (
        "compensation of a finished event sub-process",
        ("test_what_a_finished_event_sub_process_has_completed_is_compensated_with_its_scope",),
    ),
    (
        "compensation that is not waited for",
        ("test_the_thrower_that_does_not_wait_goes_on_while_the_handler_runs",),
    ),
    ("compensation in a called process", ("test_what_a_called_process_has_completed_is_compensated_in_it",)),
    (
        "interrupting at once, before any later step inside",
        (
            "test_an_interrupted_branch_does_nothing_after_the_interruption",
            "test_an_operation_is_not_called_for_an_activity_that_is_interrupted_as_it_begins",
        ),
    ),
    (
        "multiple end and throw events",
        (
            "test_a_multiple_end_event_throws_to_others_before_it_ends_its_own_scope",
            "test_a_multiple_event_throws_to_others_and_then_compensates",
        ),
    ),
    (
        "terminate ends its scope only",
        (
            "test_a_terminate_end_ends_everything_in_its_scope",
            "test_a_terminate_end_in_a_subprocess_ends_only_that",
        ),
    ),
    (
        "correlation by the standard's keys and subscriptions",
        (
            "test_a_thrown_message_gives_the_key_and_the_answer_is_awaited_with_the_same",
            "test_a_correlation_subscription_takes_the_key_from_the_process_and_follows_it",
        ),
    ),
    (
        "data objects, inputs, outputs and associations of every kind of activity",
        (
            "test_data_moves_through_associations",
            "test_data_moves_in_and_out_of_every_kind_of_activity",
            "test_an_assignment_gives_a_value_and_a_transformation_changes_one",
        ),
    ),
    (
        "data of events",
        (
            "test_a_message_start_puts_its_payload_into_a_data_object",
            "test_a_throw_event_sends_its_data_input_along",
        ),
    ),
    ("data objects by id or name, properties", ("test_a_data_object_is_read_and_written_by_its_id_or_its_name",)),
    ("pools without a process", ("test_lanes_and_pools_are_read",)),
    ("eventDefinitionRef, messages without a name", ("test_references_are_resolved_and_shared_event_definitions_too",)),
    ("process without an end event", ("test_a_process_without_an_end_event_completes",)),
    (
        "an element entered again runs again, also by two tokens at once",
        (
            "test_a_loop_back_runs_its_elements_again",
            "test_two_tokens_at_one_activity_have_each_their_own_boundary",
        ),
    ),
    (
        "start and completion quantities",
        ("test_quantities_gather_and_give_tokens", "test_each_control_flow_pattern_runs"),
    ),
    (
        "workflow control-flow patterns 1-26, 28-30, 34, 38-43",
        (
            "test_each_control_flow_pattern_runs",
            "test_a_transient_trigger_is_lost_where_nobody_waits_for_it",
            "test_a_message_is_kept_until_it_is_waited_for_and_a_signal_is_not",
        ),
    ),
)
REFUSED: tuple[tuple[str, str], ...] = (
    ("choreography activities inside a process (BPMN 2.0.2, 11-12, 13.2)", "refused at deploy as unknown elements"),
    ("scripts and conditions in other languages than FEEL", "refused at deploy"),
    ("quantities that are no whole numbers, or below 1", "refused at deploy"),
)


def page() -> str:
    """The page's text."""
    lines = [
        "# BPMN elements: what runs",
        "",
        "Made by `python -m tests.engine.semantics.support`; a test compares it. Each row names the tests that prove",
        "it, in `tests/engine/semantics` and `tests/engine/reader`. Each saves and loads the case after every command;",
        "what it has done on the bare interpreter is then done again through the whole engine, on SQLite and on",
        "PostgreSQL, and must give the same history, variables, tasks and timers.",
        "",
        "## Features",
        "",
        "| element | | proved by |",
        "|---|---|---|",
    ]
    lines += [f"| {element} | supported | {_named(names)} |" for element, names in ROWS]
    lines += [f"| {element} | {how} | `tests/engine/definitions` |" for element, how in REFUSED]
    lines += [
        "",
        "## Every element of the schema",
        "",
        "All elements that BPMN 2.0.2's schema declares; a test compares the list with the schema.",
        "",
        "| element | | proved by |",
        "|---|---|---|",
    ]
    lines += [f"| `{name}` | {verdict} | {_named(tests)} |" for name, (verdict, tests) in sorted(ELEMENTS.items())]
    lines += [
        "",
        "## Where SpiffWorkflow's stepping differs",
        "",
        "The same diagrams run on SpiffWorkflow's own stepping as an oracle (`test_oracle.py`). Where it does",
        "something else than this engine, the standard's text decides; a test shows each of the two.",
        "",
        "| diagram | SpiffWorkflow 3.2 | here | BPMN 2.0.2 |",
        "|---|---|---|---|",
    ]
    lines += [f"| {row.name} | {row.theirs} | {row.ours} | {row.why} |" for row in DIFFERENCES]
    lines += [f"| {' | '.join(row)} |" for row in BESIDE]
    lines += [f"| {name} | fails: {what} | runs | |" for name, what in CANNOT.items()]
    return "\n".join(lines) + "\n"


def _named(tests: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in tests)


def known_tests() -> set[str]:
    """The names of all tests beside this module and of the reader."""
    files = [*HERE.glob("test_*.py"), *(HERE.parent / "reader").glob("test_*.py")]
    trees = [ast.parse(file.read_text()) for file in files]
    return {item.name for tree in trees for item in tree.body if isinstance(item, ast.FunctionDef)}


if __name__ == "__main__":
    PAGE.write_text(page())
