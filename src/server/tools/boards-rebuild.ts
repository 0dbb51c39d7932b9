import { rebuildBoards } from '../boards/rebuild.ts';
import { openProgram, readArguments, runTool } from './open-program.ts';

/** npm run boards:rebuild: counts the boards of all merchants anew from the timeline. */
runTool(async () => {
  const { app, close } = await openProgram(readArguments([]).config);
  try {
    for (const merchantId of await app.merchants()) {
      const began = performance.now();
      const orders = await rebuildBoards(app.db, merchantId);
      console.log(`${merchantId}: ${orders} orders counted in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
    }
    return true;
  } finally {
    await close();
  }
});
