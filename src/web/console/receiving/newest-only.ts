/** Of questions that are asked one after the other, only the newest one's answer counts: older ones may come later. */
export function newestOnly(): () => () => boolean {
  let newest = 0;
  return () => {
    newest += 1;
    const mine = newest;
    return () => mine === newest;
  };
}
