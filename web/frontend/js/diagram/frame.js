// Opens a drawing around the present step at three quarters or larger; all of it where it fits.
export const frame = (viewer, box, focus) => {
  const canvas = viewer.get("canvas");
  canvas.zoom("fit-viewport", "auto");
  const shape = focus && viewer.get("elementRegistry").get(focus);
  if (!shape || canvas.zoom() >= 0.75) return;
  const scale = 0.8;
  const width = box.clientWidth / scale;
  const height = box.clientHeight / scale;
  const all = canvas.viewbox().inner;
  const clamp = (value, least, most) => (most < least ? (least + most) / 2 : Math.min(Math.max(value, least), most));
  const x = clamp(shape.x + shape.width / 2 - width / 2, all.x - 20, all.x + all.width + 20 - width);
  const y = clamp(shape.y + shape.height / 2 - height / 2, all.y - 20, all.y + all.height + 20 - height);
  canvas.viewbox({ x, y, width, height });
};
