"""Cases of clauses 8.4.10 and 10.4: items, data objects, inputs and outputs."""

# ruff: noqa: E501 - each case is one line of a table, and its XML is easier to follow unbroken

from tests.engine.definitions.standard.cases import STEPS, Case, io, task, whole

_ITEMS = '<itemDefinition id="thing"/><itemDefinition id="things" isCollection="true"/><itemDefinition id="other"/>'
_SETS = whole(
    task(
        "userTask",
        "",
        io(
            '<dataInput id="a" name="a"/><dataInput id="b" name="b"/>',
            '<dataOutput id="c" name="c"/><dataOutput id="d" name="d"/>',
            sets='<inputSet id="in"><dataInputRefs>a</dataInputRefs><dataInputRefs>b</dataInputRefs><optionalInputRefs>b'
            "</optionalInputRefs><whileExecutingInputRefs>b</whileExecutingInputRefs><outputSetRefs>out</outputSetRefs></inputSet>"
            '<outputSet id="out"><dataOutputRefs>c</dataOutputRefs><dataOutputRefs>d</dataOutputRefs><optionalOutputRefs>d'
            "</optionalOutputRefs><whileExecutingOutputRefs>d</whileExecutingOutputRefs><inputSetRefs>in</inputSetRefs></outputSet>",
        ),
    ).replace(
        "<endEvent",
        '<userTask id="next">'
        + io(
            '<dataInput id="n_in"/>',
            '<dataOutput id="n_out"/>',
            sets='<inputSet id="n_ins"><dataInputRefs>n_in</dataInputRefs></inputSet>'
            '<outputSet id="n_outs"><dataOutputRefs>n_out</dataOutputRefs></outputSet>',
        )
        + "</userTask><endEvent",
    )
    + '<sequenceFlow id="on" sourceRef="check" targetRef="next"/><sequenceFlow id="off" sourceRef="next" targetRef="done"/>'
)
_MOVED = whole(
    '<dataObject id="paper" itemSubjectRef="thing"/><dataObject id="book" itemSubjectRef="thing"/>'
    '<dataObjectReference id="draft" dataObjectRef="paper"><dataState name="draft"/></dataObjectReference>'
    '<dataStoreReference id="shelf" dataStoreRef="archive"/>'
    '<subProcess id="inside"><dataObject id="hidden"/><task id="quiet"/></subProcess>'
    + task(
        "userTask",
        "",
        io(
            '<dataInput id="a" itemSubjectRef="thing"/>',
            '<dataOutput id="c" itemSubjectRef="thing"/>',
            sets="<inputSet><dataInputRefs>a</dataInputRefs></inputSet><outputSet><dataOutputRefs>c</dataOutputRefs></outputSet>",
        )
        + '<dataInputAssociation id="reads"><sourceRef>paper</sourceRef><targetRef>a</targetRef></dataInputAssociation>'
        '<dataOutputAssociation id="writes"><sourceRef>c</sourceRef><targetRef>draft</targetRef></dataOutputAssociation>',
    ).replace('sourceRef="begin" targetRef="check"', 'sourceRef="begin" targetRef="inside"')
    + '<sequenceFlow id="on" sourceRef="inside" targetRef="check"/>',
    before=_ITEMS + '<dataStore id="archive" name="archive" itemSubjectRef="thing"/>',
)
_KINDS = whole(
    '<dataObject id="paper" itemSubjectRef="things" isCollection="true"/>' + STEPS,
    before=_ITEMS,
)
_BOUND = whole(
    before=_ITEMS + '<message id="asked" name="asked"/><interface id="desk" name="desk"><operation id="ask" name="ask">'
    "<inMessageRef>asked</inMessageRef></operation></interface>",
    content="<supportedInterfaceRef>desk</supportedInterfaceRef>"
    + io(
        '<dataInput id="a"/>',
        '<dataOutput id="c"/>',
        sets='<inputSet id="in"><dataInputRefs>a</dataInputRefs></inputSet><outputSet id="out"><dataOutputRefs>c</dataOutputRefs></outputSet>',
    )
    + '<ioBinding operationRef="ask" inputDataRef="in" outputDataRef="out"/>'
    + task(
        "userTask",
        "",
        io(
            '<dataInput id="t_in"/>',
            sets='<inputSet id="t_ins"><dataInputRefs>t_in</dataInputRefs></inputSet><outputSet/>',
        ),
    ),
)
_BOUND_READ = _BOUND.replace(
    "<outputSet/></ioSpecification>",
    '<outputSet/></ioSpecification><dataInputAssociation id="reads"><sourceRef>a</sourceRef><targetRef>t_in</targetRef></dataInputAssociation>',
)
_PROPERTY = whole('<property id="mark" itemSubjectRef="thing"/>' + STEPS, before=_ITEMS)
_ASSIGNED = whole(
    '<dataObject id="paper"/>'
    + task(
        "userTask",
        "",
        io('<dataInput id="a"/>', sets="<inputSet><dataInputRefs>a</dataInputRefs></inputSet><outputSet/>")
        + '<dataInputAssociation id="reads"><targetRef>a</targetRef><assignment><from>1 + 1</from><to>a</to></assignment>'
        "</dataInputAssociation>",
    )
)
_TWO = "<sourceRef>paper</sourceRef><sourceRef>book</sourceRef><targetRef>a</targetRef>"

CASES = (
    Case("input set of nothing", "reference_dangling", _SETS, "<dataInputRefs>a<", "<dataInputRefs>x<"),
    Case("input set of an output", "reference_kind_wrong", _SETS, "<dataInputRefs>a<", "<dataInputRefs>c<"),
    Case("input set of another's input", "data_not_own", _SETS, "<dataInputRefs>a<", "<dataInputRefs>n_in<"),
    Case("input in no set", "data_not_in_set", _SETS, "<dataInputRefs>a</dataInputRefs>", ""),
    Case("optional input outside", "data_set_not_subset", _SETS, "<dataInputRefs>b</dataInputRefs>", ""),
    Case("optional input of nothing", "reference_dangling", _SETS, "<optionalInputRefs>b<", "<optionalInputRefs>x<"),
    Case("optional input kind", "reference_kind_wrong", _SETS, "<optionalInputRefs>b<", "<optionalInputRefs>d<"),
    Case(
        "late input outside",
        "data_set_not_subset",
        _SETS,
        "<dataInputRefs>b</dataInputRefs><optionalInputRefs>b</optionalInputRefs>",
        "",
    ),
    Case(
        "late input kind", "reference_kind_wrong", _SETS, "<whileExecutingInputRefs>b<", "<whileExecutingInputRefs>d<"
    ),
    Case(
        "late input of nothing",
        "reference_dangling",
        _SETS,
        "<whileExecutingInputRefs>b<",
        "<whileExecutingInputRefs>x<",
    ),
    Case("output set of nothing", "reference_dangling", _SETS, "<dataOutputRefs>c<", "<dataOutputRefs>x<"),
    Case("output set of an input", "reference_kind_wrong", _SETS, "<dataOutputRefs>c<", "<dataOutputRefs>a<"),
    Case("output set of another's output", "data_not_own", _SETS, "<dataOutputRefs>c<", "<dataOutputRefs>n_out<"),
    Case("output in no set", "data_not_in_set", _SETS, "<dataOutputRefs>c</dataOutputRefs>", ""),
    Case("optional output outside", "data_set_not_subset", _SETS, "<dataOutputRefs>d</dataOutputRefs>", ""),
    Case("optional output kind", "reference_kind_wrong", _SETS, "<optionalOutputRefs>d<", "<optionalOutputRefs>a<"),
    Case(
        "late output kind",
        "reference_kind_wrong",
        _SETS,
        "<whileExecutingOutputRefs>d<",
        "<whileExecutingOutputRefs>a<",
    ),
    Case("output set named by none", "data_sets_unpaired", _SETS, "<outputSetRefs>out</outputSetRefs>", ""),
    Case("output set kind", "reference_kind_wrong", _SETS, "<outputSetRefs>out<", "<outputSetRefs>in<"),
    Case("output set of another", "data_not_own", _SETS, "<outputSetRefs>out<", "<outputSetRefs>n_outs<"),
    Case("input set missing", "reference_dangling", _SETS, "<inputSetRefs>in<", "<inputSetRefs>ins<"),
    Case("input set kind", "reference_kind_wrong", _SETS, "<inputSetRefs>in<", "<inputSetRefs>out<"),
    Case("no input set", "schema_invalid", whole(task("userTask", "", io())), "<inputSet/>", ""),
    Case("no output set", "schema_invalid", whole(task("userTask", "", io())), "<outputSet/>", ""),
    Case("association from nothing", "reference_dangling", _MOVED, "<sourceRef>paper<", "<sourceRef>papers<"),
    Case("association from a step", "reference_kind_wrong", _MOVED, "<sourceRef>paper<", "<sourceRef>begin<"),
    Case("association to a step", "reference_kind_wrong", _MOVED, "<targetRef>draft<", "<targetRef>begin<"),
    Case("association to nothing", "reference_dangling", _MOVED, "<targetRef>draft<", "<targetRef>drafts<"),
    Case("association without a target", "schema_invalid", _MOVED, "<targetRef>draft</targetRef>", ""),
    Case("association into what is no input", "data_not_own", _MOVED, "<targetRef>a<", "<targetRef>book<"),
    Case("association out of what is no output", "data_not_own", _MOVED, "<sourceRef>c<", "<sourceRef>book<"),
    Case("association from inside", "data_out_of_scope", _MOVED, "<sourceRef>paper<", "<sourceRef>hidden<"),
    Case(
        "association from two",
        "data_sources_several",
        _MOVED,
        "<sourceRef>paper</sourceRef><targetRef>a</targetRef>",
        _TWO,
    ),
    Case(
        "association of two items",
        "data_items_differ",
        _MOVED,
        '"paper" itemSubjectRef="thing"',
        '"paper" itemSubjectRef="other"',
    ),
    Case(
        "association from the process's output", "data_direction_wrong", _BOUND_READ, "<sourceRef>a<", "<sourceRef>c<"
    ),
    Case(
        "transformation of nothing",
        "expression_empty",
        _MOVED,
        "<targetRef>a</targetRef>",
        "<targetRef>a</targetRef><transformation/>",
    ),
    Case("assignment without a source", "schema_invalid", _ASSIGNED, "<from>1 + 1</from>", ""),
    Case("assignment without a target", "schema_invalid", _ASSIGNED, "<to>a</to>", ""),
    Case("assignment of nothing", "expression_empty", _ASSIGNED, "<from>1 + 1<", "<from><"),
    Case("object of no item", "reference_dangling", _KINDS, 'Ref="things"', 'Ref="thingy"'),
    Case("object of a step", "reference_kind_wrong", _KINDS, 'Ref="things"', 'Ref="check"'),
    Case("object that is no collection", "data_collection_differs", _KINDS, ' isCollection="true"/><start', "/><start"),
    Case(
        "object with a state",
        "data_object_with_state",
        _MOVED,
        '<dataObject id="hidden"/>',
        '<dataObject id="hidden"><dataState name="x"/></dataObject>',
    ),
    Case(
        "reference with an item",
        "data_reference_with_item",
        _MOVED,
        'dataObjectRef="paper"',
        'dataObjectRef="paper" itemSubjectRef="thing"',
    ),
    Case("reference of nothing", "data_reference_empty", _MOVED, ' dataObjectRef="paper"', ""),
    Case("reference to nothing", "reference_dangling", _MOVED, 'dataObjectRef="paper"', 'dataObjectRef="papers"'),
    Case("reference to a store", "reference_kind_wrong", _MOVED, 'dataObjectRef="paper"', 'dataObjectRef="archive"'),
    Case(
        "reference to what lies inside", "data_out_of_scope", _MOVED, 'dataObjectRef="paper"', 'dataObjectRef="hidden"'
    ),
    Case("store reference", "reference_dangling", _MOVED, 'dataStoreRef="archive"', 'dataStoreRef="archives"'),
    Case("store reference kind", "reference_kind_wrong", _MOVED, 'dataStoreRef="archive"', 'dataStoreRef="paper"'),
    Case(
        "store item",
        "reference_kind_wrong",
        _MOVED,
        'name="archive" itemSubjectRef="thing"',
        'name="archive" itemSubjectRef="check"',
    ),
    Case("store capacity", "schema_invalid", _MOVED, 'name="archive"', 'name="archive" capacity="much"'),
    Case("property item", "reference_kind_wrong", _PROPERTY, 'Ref="thing"', 'Ref="check"'),
    Case("input item", "reference_kind_wrong", _MOVED, '"a" itemSubjectRef="thing"', '"a" itemSubjectRef="archive"'),
    Case("supported interface", "reference_kind_wrong", _BOUND, "InterfaceRef>desk<", "InterfaceRef>ask<"),
    Case("supported interface missing", "reference_dangling", _BOUND, "InterfaceRef>desk<", "InterfaceRef>desks<"),
    Case("binding operation", "reference_kind_wrong", _BOUND, 'operationRef="ask"', 'operationRef="desk"'),
    Case("binding input", "reference_dangling", _BOUND, 'inputDataRef="in"', 'inputDataRef="ins"'),
    Case("binding input kind", "reference_kind_wrong", _BOUND, 'inputDataRef="in"', 'inputDataRef="out"'),
    Case("binding output kind", "reference_kind_wrong", _BOUND, 'outputDataRef="out"', 'outputDataRef="in"'),
    Case("binding output missing", "schema_invalid", _BOUND, ' outputDataRef="out"', ""),
)
