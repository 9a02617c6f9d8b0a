"""Built-in functions on contexts."""

from engine.feel.budget import Run
from engine.feel.errors import ValueProblemError
from engine.feel.registry import builtin

_Context = dict[str, object]


@builtin("get value(m: context, key: string) -> any")
def get_value(context: _Context, key: str) -> object:
    """The value of an entry."""
    return context.get(key)


@builtin("get entries(m: context) -> list")
def get_entries(run: Run, context: _Context) -> list[object]:
    """A context of key and value for each entry."""
    run.tick(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context(entries: list) -> context")
def context_of(run: Run, entries: list[object]) -> _Context:
    """The context with those entries, each given by its key and value."""
    run.tick(len(entries))
    made: _Context = {}
    for entry in entries:
        if not isinstance(entry, dict) or not {"key", "value"} <= entry.keys():
            raise ValueProblemError("an entry has a key and a value")
        key = entry["key"]
        if not isinstance(key, str) or key in made:
            raise ValueProblemError("the keys must be different texts")
        made[key] = entry["value"]
    return made


@builtin("context put(context: context, key: string, value: any|null) -> context")
def context_put(run: Run, context: _Context, key: str, value: object) -> _Context:
    """The context with an entry set."""
    run.tick(len(context))
    return {**context, key: value}


@builtin("context put(context: context, keys: list, value: any|null) -> context")
def context_put_nested(run: Run, context: _Context, keys: list[object], value: object) -> _Context:
    """The context with an entry of a context inside it set."""
    if not keys:
        raise ValueProblemError("at least one key is needed")
    run.tick(len(context) + len(keys))
    key, rest = keys[0], keys[1:]
    if not isinstance(key, str):
        raise ValueProblemError("the keys must be texts")
    if not rest:
        return {**context, key: value}
    inner = context.get(key, {})
    if not isinstance(inner, dict):
        raise ValueProblemError(f"{key} is not a context")
    return {**context, key: context_put_nested(run, inner, rest, value)}


@builtin("context merge(contexts: list) -> context")
def context_merge(run: Run, contexts: list[object]) -> _Context:
    """All entries of the contexts; of entries with the same key the last."""
    merged: _Context = {}
    for context in contexts:
        if not isinstance(context, dict):
            raise ValueProblemError("only contexts can be merged")
        run.tick(len(context))
        merged.update(context)
    return merged
