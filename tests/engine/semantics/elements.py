"""What becomes of every element of BPMN 2.0.2's schema, with the tests that prove it."""

from collections.abc import Iterable

RUNS = "supported"
SHOWN = "supported: shown and kept; it has no part in a run"
REFUSED = "refused at deploy"

_SHOWN_TEST = "test_what_is_only_shown_changes_nothing_of_the_run"
_REFUSED_TEST = "test_what_no_process_may_hold_is_refused"


def _rows(verdict: str, names: str, *tests: str) -> Iterable[tuple[str, tuple[str, tuple[str, ...]]]]:
    return ((name, (verdict, tests)) for name in names.split())


ELEMENTS: dict[str, tuple[str, tuple[str, ...]]] = dict(
    [
        *_rows(RUNS, "definitions process sequenceFlow startEvent endEvent", "test_a_line_runs_in_order"),
        *_rows(RUNS, "task manualTask", "test_a_manual_task_waits_and_an_abstract_task_passes"),
        *_rows(RUNS, "userTask lane laneSet", "test_a_user_task_opens_in_the_role_of_its_innermost_lane"),
        *_rows(
            RUNS,
            "potentialOwner performer humanPerformer resource resourceAssignmentExpression",
            "test_potential_owners_and_performers_say_who_does_a_task",
        ),
        *_rows(RUNS, "scriptTask script", "test_a_line_runs_in_order"),
        *_rows(RUNS, "serviceTask", "test_an_operation_gets_its_inputs_and_gives_variables"),
        *_rows(
            RUNS,
            "interface operation",
            "test_a_task_names_its_service_and_its_message_by_the_operation_of_an_interface",
        ),
        *_rows(RUNS, "sendTask", "test_a_send_task_throws_its_message_and_a_receive_task_waits_for_one"),
        *_rows(RUNS, "receiveTask", "test_an_instantiating_receive_task_starts_a_case"),
        *_rows(RUNS, "businessRuleTask", "test_a_business_rule_task_writes_its_decision"),
        *_rows(RUNS, "callActivity", "test_a_call_takes_the_latest_version_or_the_one_it_pins"),
        *_rows(RUNS, "globalTask globalUserTask globalManualTask", "test_a_global_task_of_each_kind_can_be_called"),
        *_rows(RUNS, "globalScriptTask globalBusinessRuleTask", "test_a_global_task_of_each_kind_can_be_called"),
        *_rows(
            RUNS,
            "subProcess",
            "test_a_sub_process_runs_what_is_in_it_then_goes_on",
            "test_an_event_sub_process_interrupts_or_runs_beside",
        ),
        *_rows(
            RUNS,
            "transaction cancelEventDefinition",
            "test_a_cancelled_transaction_undoes_what_it_had_completed_and_leaves_by_its_boundary",
        ),
        *_rows(
            RUNS,
            "adHocSubProcess",
            "test_a_parallel_ad_hoc_sub_process_offers_all_and_ends_when_all_are_done",
            "test_a_sequential_ad_hoc_sub_process_offers_one_at_a_time_and_people_choose_the_next",
        ),
        *_rows(RUNS, "standardLoopCharacteristics", "test_a_standard_loop_tests_after_each_round"),
        *_rows(RUNS, "multiInstanceLoopCharacteristics", "test_a_parallel_multi_instance_opens_all_at_once"),
        *_rows(RUNS, "complexBehaviorDefinition", "test_instances_throw_events_as_their_behavior_says"),
        *_rows(RUNS, "exclusiveGateway", "test_an_exclusive_gateway_takes_the_first_true_flow_or_the_default"),
        *_rows(RUNS, "parallelGateway", "test_a_parallel_gateway_splits_and_joins"),
        *_rows(RUNS, "inclusiveGateway", "test_an_inclusive_gateway_takes_all_true_flows_and_joins_just_these"),
        *_rows(RUNS, "eventBasedGateway", "test_the_first_event_after_an_event_based_gateway_decides"),
        *_rows(
            RUNS,
            "complexGateway",
            "test_it_fires_when_its_condition_holds_and_absorbs_what_comes_later",
            "test_the_first_token_that_activates_it_fires_it_even_when_all_come_at_once",
        ),
        *_rows(RUNS, "intermediateCatchEvent", "test_a_multiple_event_waits_for_one_of_its_events"),
        *_rows(RUNS, "intermediateThrowEvent", "test_a_signal_is_thrown_by_intermediate_and_end_events"),
        *_rows(RUNS, "boundaryEvent", "test_a_boundary_event_interrupts_or_goes_beside"),
        *_rows(RUNS, "message messageEventDefinition", "test_a_message_is_caught_once"),
        *_rows(RUNS, "signal signalEventDefinition", "test_one_signal_reaches_all_that_wait_and_starts_what_it_starts"),
        *_rows(RUNS, "timerEventDefinition", "test_timers_of_all_kinds"),
        *_rows(RUNS, "conditionalEventDefinition", "test_a_conditional_event_waits_until_its_condition_holds"),
        *_rows(RUNS, "linkEventDefinition", "test_several_links_lead_to_one_target"),
        *_rows(RUNS, "error errorEventDefinition", "test_an_error_is_caught_by_the_nearest_with_its_code"),
        *_rows(RUNS, "escalation escalationEventDefinition", "test_an_escalation_interrupts_or_goes_beside"),
        *_rows(RUNS, "terminateEventDefinition", "test_a_terminate_end_ends_everything_in_its_scope"),
        *_rows(
            RUNS,
            "compensateEventDefinition association",
            "test_handlers_run_in_reverse_order_with_the_variables_as_they_were",
        ),
        *_rows(
            RUNS,
            "correlationKey correlationProperty correlationPropertyRetrievalExpression",
            "test_a_thrown_message_gives_the_key_and_the_answer_is_awaited_with_the_same",
        ),
        *_rows(
            RUNS,
            "correlationSubscription correlationPropertyBinding",
            "test_a_correlation_subscription_takes_the_key_from_the_process_and_follows_it",
        ),
        *_rows(
            RUNS,
            "dataObject ioSpecification dataInput dataOutput inputSet outputSet dataInputAssociation",
            "test_data_moves_in_and_out_of_every_kind_of_activity",
        ),
        *_rows(RUNS, "dataOutputAssociation itemDefinition", "test_data_moves_in_and_out_of_every_kind_of_activity"),
        *_rows(RUNS, "assignment", "test_an_assignment_gives_a_value_and_a_transformation_changes_one"),
        *_rows(
            RUNS,
            "dataObjectReference",
            "test_each_instance_gets_an_item_of_a_data_object_and_the_answers_go_to_another",
        ),
        *_rows(RUNS, "dataStore dataStoreReference", "test_a_data_store_is_a_variable_that_is_named"),
        *_rows(RUNS, "property", "test_a_property_of_the_process_is_a_variable_of_the_case"),
        *_rows(RUNS, "expression formalExpression", "test_the_language_of_an_expression_may_be_written_in_each_way"),
        *_rows(RUNS, "extensionElements", "test_the_extension_is_read"),
        *_rows(RUNS, "collaboration participant messageFlow", "test_two_pools_talk_by_messages"),
        *_rows(
            SHOWN,
            "documentation textAnnotation text group category categoryValue auditing monitoring rendering dataState",
            _SHOWN_TEST,
        ),
        *_rows(
            SHOWN,
            "participantAssociation participantMultiplicity messageFlowAssociation partnerEntity partnerRole endPoint",
            _SHOWN_TEST,
        ),
        *_rows(SHOWN, "relationship import extension ioBinding resourceRole", _SHOWN_TEST),
        *_rows(SHOWN, "resourceParameter resourceParameterBinding", _SHOWN_TEST),
        *_rows(
            SHOWN,
            "conversation subConversation callConversation globalConversation conversationLink",
            "test_conversations_and_choreographies_stand_beside_a_process",
        ),
        *_rows(
            SHOWN,
            "conversationAssociation choreography globalChoreographyTask",
            "test_conversations_and_choreographies_stand_beside_a_process",
        ),
        *_rows(REFUSED, "choreographyTask subChoreography callChoreography", _REFUSED_TEST),
        *_rows(REFUSED, "flowElement flowNode activity event catchEvent throwEvent implicitThrowEvent", _REFUSED_TEST),
        *_rows(REFUSED, "gateway choreographyActivity conversationNode callableElement rootElement", _REFUSED_TEST),
        *_rows(REFUSED, "baseElement baseElementWithMixedContent dataAssociation artifact", _REFUSED_TEST),
        *_rows(REFUSED, "eventDefinition loopCharacteristics", _REFUSED_TEST),
    ]
)
