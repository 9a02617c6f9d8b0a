// Mends that are certain: what would be done is said first, then done as one change that one press undoes.
import { say } from "./words.js";

const nameOf = (thing) => thing.businessObject.name || thing.target?.businessObject?.name || thing.businessObject.id;
const isWay = (thing) => thing.type === "bpmn:SequenceFlow";
const conditionless = (gateway) => (gateway.outgoing ?? []).filter((way) => isWay(way) && !way.businessObject.conditionExpression && way.businessObject !== gateway.businessObject.default);

// The one way that can be meant: without a condition, and no other is without.
const otherwise = (gateway) => {
  const ways = gateway.businessObject.default ? [] : conditionless(gateway);
  return ways.length === 1 ? ways[0] : undefined;
};

const takeConditionAway = { fits: isWay, says: (way) => say("mendCondition", { name: nameOf(way) }), does: (changes, way) => changes.setCondition(way, "") };
const takeWayAway = { fits: isWay, says: (way) => say("mendWay", { name: nameOf(way) }), does: (changes, way) => changes.remove(way) };

const MENDS = {
  gateway_condition_missing: { fits: otherwise, says: (gateway) => say("mendDefault", { name: nameOf(otherwise(gateway)) }), does: (changes, gateway) => changes.setDefault(otherwise(gateway), true) },
  condition_forbidden: takeConditionAway,
  condition_alone: takeConditionAway,
  default_has_condition: takeConditionAway,
  start_has_incoming: takeWayAway,
  end_has_outgoing: takeWayAway,
  boundary_has_incoming: takeWayAway,
  event_subprocess_has_flow: takeWayAway,
  compensation_has_flow: takeWayAway,
  gateway_pass_through: { fits: (gateway) => !gateway.waypoints, says: (gateway) => say("mendGateway", { name: nameOf(gateway) }), does: (changes, gateway) => changes.remove(gateway) },
  node_unreachable: { fits: (step) => !step.waypoints, says: (step) => say("mendStep", { name: nameOf(step) }), does: (changes, step) => changes.remove(step) },
  event_must_interrupt: {
    fits: (event) => !event.waypoints,
    says: (event) => say("mendInterrupt", { name: nameOf(event) }),
    does: (changes, event) => changes.set(event, event.type === "bpmn:BoundaryEvent" ? { cancelActivity: true } : { isInterrupting: true }),
  },
  flow_not_immediate: { fits: isWay, says: (way) => say("mendImmediate", { name: nameOf(way) }), does: (changes, way) => changes.set(way, { isImmediate: undefined }) },
};

// What would mend a problem: {sentence, apply()}, or undefined where somebody has to decide.
export const mendOf = (problem, thing, changes) => {
  const mend = MENDS[problem.code];
  if (!mend || !thing || !mend.fits(thing)) return undefined;
  return { sentence: mend.says(thing), apply: () => changes.asOne(() => mend.does(changes, thing)) };
};
