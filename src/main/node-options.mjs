/** How Node is started, so that a worker stays small; the first line of precursor-watch.mjs, `npm start` and Dockerfile say the same. */

export const NODE_OPTIONS = [
  // Young objects get 24 MB and not 200, which takes a fourth off a worker's memory and no time.
  '--max-semi-space-size=8',
  // The whole heap is collected from some 90 MB on and not from 175, which takes another fourth off; nothing here needs two gigabytes.
  // The better known --max-old-space-size leaves that as it is.
  '--max-heap-size=2048',
  // None are made among the old ones: such a one of a page that is done would keep all of the page until the whole heap is collected.
  '--no-allocation-site-pretenuring',
];
