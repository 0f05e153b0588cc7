/** Examples that `--help` shows below a command: as an operator would type them, after `npx precursor-watch`. */

/** By the words of the command. A test reads each of them as the command line would. */
export const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  work: ['work --processes 2 --concurrency 8'],
  crawl: ['crawl jsonld-shop', 'crawl example-supplier --json'],
  probe: [
    'probe https://shop.example/product/17',
    'probe http://chem-supplier.practice.invalid/en/catalog/ --json',
  ],
  capture: [
    'capture https://shop.example/product/17',
    'capture saved.html --url https://shop.example/product/17 --site example-supplier --force',
  ],
  extract: [
    `extract <<< '{"id": 1, "url": "https://shop.example/product/17", "file": "saved.html"}'`,
    'extract < pages.jsonl > listings.jsonl',
  ],
  screen: [
    'screen "4-piperidone 99 %, ships worldwide"',
    `screen <<< '{"id": 1, "text": "what a listing says"}'`,
  ],
  robots: [
    `robots <<< '{"id": 1, "robots": "User-agent: *\\nDisallow: /cart", "agent": "precursor-watch", "url": "https://shop.example/cart"}'`,
  ],
  'runs list': ['runs list --site example-supplier --limit 5'],
  'runs show': ['runs show 12'],
  'runs export': ['runs export 12 --csv'],
  'jobs replay': ['jobs replay 3'],
  'jobs drop': ['jobs drop 3'],
  'sites pause': ['sites pause example-supplier --reason "asked by the shop"', 'sites pause --all'],
  'sites drain': ['sites drain example-supplier --reason "its server is slow"', 'sites drain --all'],
  'sites resume': ['sites resume example-supplier', 'sites resume --all'],
  'sites run': ['sites run example-supplier'],
  'watchlist diff': ['watchlist diff old-packs', 'watchlist diff old-packs new-packs'],
  'notifiers test': ['notifiers test desk'],
  'notifiers log': ['notifiers log desk --limit 5', 'notifiers log --message 31'],
  'notifiers replay': [
    'notifiers replay desk --failed',
    'notifiers replay desk --since 2026-03-01T08:00:00Z',
    'notifiers replay desk --message 31',
  ],
  'notifiers drop': ['notifiers drop desk --failed', 'notifiers drop desk --message 31'],
  rescreen: ['rescreen --dry-run', 'rescreen --dry-run --list new-packs'],
  'rescreen show': ['rescreen show 2'],
  'discover accept': ['discover accept 5 4-piperidone'],
  'discover drop': ['discover drop 5'],
  'retention run': ['retention run --dry-run'],
  'retention erase': [
    'retention erase https://shop.example/product/17 --reason "asked by the seller, letter of 1 March"',
  ],
  'retention hold': [
    'retention hold example-supplier --reason "court order 17"',
    'retention hold --alert 4711 --reason "court order 17"',
  ],
  'retention release': ['retention release --alert 4711'],
  stop: ['stop --reason "a shop complains"'],
  'opt-out add': ['opt-out add shop.example --reason "asked by mail on 1 March"'],
  'opt-out remove': ['opt-out remove shop.example --reason "agreed by mail on 2 May"'],
  'users add': ['users add ann --role analyst'],
  'users password': ['users password admin'],
  'users role': ['users role ann lead'],
  'users disable': ['users disable ann'],
  'users enable': ['users enable ann'],
  'users clear-second-factor': ['users clear-second-factor ann'],
  'audit verify': ['audit verify --head e0000f9413f34567b79384b089fbfafbc45b87137b549147af72c297dd593394'],
  'audit export': ['audit export > audit.jsonl'],
  export: [
    'export --marking TLP:AMBER --format pdf --alert 4711 --output alert-4711.pdf',
    'export --marking TLP:AMBER --format csv --state decided > decided.csv',
  ],
  backup: ['backup /backups/precursor-watch.tar'],
  restore: ['restore /backups/precursor-watch.tar'],
};
