/**
 * What is done at the dock without a connection, and where each of it is sent. A step that was refused is kept and may be
 * repeated by somebody else, with his rights: so nothing but these is kept, and none is sent anywhere else.
 */
const onLine = (name: string): RegExp => new RegExp(`^/api/rmas/rma_[a-z0-9]+/lines/rli_[A-Za-z0-9_]+/${name}$`);

const dockPaths: Readonly<Record<string, RegExp>> = {
  sign_parcel: /^\/api\/receiving\/sign$/,
  open_parcel: /^\/api\/receiving\/open$/,
  weigh_parcel: /^\/api\/parcels\/weight$/,
  receive_line: onLine('receive'),
  find_line: onLine('found'),
  mark_missing: onLine('missing'),
  report_difference: /^\/api\/rmas\/rma_[a-z0-9]+\/differences$/,
  inspect_line: onLine('inspect'),
  look_again: onLine('look-again'),
  dispose_line: onLine('dispose'),
};

export const isDockStep = ({ command, path }: { command: string; path: string }): boolean =>
  Object.hasOwn(dockPaths, command) && dockPaths[command]?.test(path) === true;
