// Colours and letters of a drawing; colours are custom properties, so that light and dark switch by style sheet.
export const LOOKS = {
  bpmnRenderer: { defaultFillColor: "var(--bpmn-fill)", defaultStrokeColor: "var(--bpmn-stroke)", defaultLabelColor: "var(--bpmn-label)" },
  textRenderer: { defaultStyle: { fontFamily: "Inter, sans-serif", fontSize: 14, lineHeight: 1.2 }, externalStyle: { fontSize: 13, lineHeight: 1.2 } },
};
