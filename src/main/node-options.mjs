/** How Node is started, so that a worker stays small; the first line of precursor-watch.mjs, `npm start` and Dockerfile say the same. */

export const NODE_OPTIONS = [
  // Young objects get 24 MB and not 200, which takes a fourth off a worker's memory and no time.
  '--max-semi-space-size=8',
  // And 4 MB from the start: growing there from one took a sixth of a start's time in collections.
  '--min-semi-space-size=4',
  // Below 2,048 V8 lets the heap grow to twice what is live before it collects all of it, and not to four times, which takes
  // another fourth off for the same time. Nothing here needs two gigabytes.
  '--max-old-space-size=2000',
  // And of a heap that has grown only to 1.4 times, which takes a tenth off for a tenth of a second more a start.
  '--heap-growing-percent=40',
  // None are made among the old ones: such a one of a page that is done would keep all of the page until the whole heap is collected.
  '--no-allocation-site-pretenuring',
];

/**
 * Options that an older Node refuses to start with, so that no first line can name them: precursor-watch.mjs sets them while it
 * runs, and whoever starts the wanted Node names them behind the others.
 */
export const LATER_OPTIONS = [
  // What the compiler has worked in is given back at once. Left to its own threads, which compile first, it waits in a queue while
  // they are busy: ten to fifteen megabytes more at the start of a crawl, which the process keeps from then on.
  '--no-maglev-destroy-on-background',
  // Young objects are collected also while the whole heap is being marked. Otherwise they may take any room until that is done,
  // twice what is set above where other processes keep the marking threads waiting, and keep the bytes of their pages as long.
  '--no-separate-gc-phases',
  // Loops of WebAssembly are compiled as they are: unrolled they are no faster, and for the one large function of undici's parser the
  // compiler needs 28 MB and not 18.
  '--no-wasm-loop-unrolling',
  '--no-wasm-loop-peeling',
];

/**
 * What is set around it. Of glibc: all of Node's threads ask for memory at one place and not at eight a processor, each of which
 * keeps what it was once given; that takes another tenth off. With one, what the compiler gives back serves the pages, too.
 */
export const NODE_ENVIRONMENT = { MALLOC_ARENA_MAX: '1' };
