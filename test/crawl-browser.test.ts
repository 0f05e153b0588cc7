/** Pages that need a browser: rendered by Chromium, fetched by our own client under the same rules. */
import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import sharp from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import { findChromium } from '../crawlers/find-chromium.ts';
import { createPacer, sleep } from '../crawlers/pacing.ts';
import { SCREENSHOT_LIMITS, type Screenshot } from '../crawlers/shoot-page.ts';
import { crawlWith, readTestPage, TEST_AGENT, testPage, testSite } from './support/crawl-with.ts';
import { type Answering, type Loopback, startLoopback } from './support/start-loopback.ts';

const chromium = findChromium(null);
const noChromium = chromium === null ? ' (skipped: no Chromium on this machine)' : '';

/** For pages whose drawing must not end by the time that it takes here. */
const SLOW = { maxBytes: 1_000_000, pageSeconds: 60 };

/** A shop that fills itself by script, and tries all it can to get out. `other` is an origin that must never be asked. */
function scriptedShop(other: () => string): Answering {
  const script = `
    const root = document.getElementById('root');
    new Image().src = '/picture.png';
    fetch('/private/secret.json').catch(() => {});
    fetch('${'OTHER'}/away').catch(() => {});
    fetch('/write', { method: 'POST', body: 'x' }).catch(() => {});
    try { new WebSocket('ws://' + location.host + '/socket'); } catch {}
    try { new EventSource('/events'); } catch {}
    navigator.serviceWorker?.register('/worker.js').catch(() => {});
    navigator.sendBeacon('/beacon', 'x');
    const frame = document.createElement('iframe');
    frame.src = '/frame';
    document.body.append(frame);
    try { window.open('/popup'); } catch {}
    const download = document.createElement('a');
    download.href = '/redirected.json';
    fetch('/data.json').then((r) => r.json()).then((items) => {
      root.innerHTML = '<main class="list">' + items.map((i) => '<a href="/item/' + i + '" class="detail">x</a>').join('')
        + '<p>' + navigator.userAgent + '|' + typeof RTCPeerConnection + '</p></main>';
      root.id = 'filled';
    });`;
  return (path) => {
    if (path === '/robots.txt') return { body: 'User-agent: *\nDisallow: /private/\n' };
    if (path === '/app.js')
      return { headers: { 'content-type': 'text/javascript' }, body: script.replaceAll('OTHER', other()) };
    if (path === '/data.json') return { status: 302, headers: { location: '/moved.json' } };
    if (path === '/moved.json') return { headers: { 'content-type': 'application/json' }, body: '[1,2]' };
    if (path.startsWith('/item/')) return { body: testPage('detail') };
    return {
      body: `<!doctype html><link rel="stylesheet" href="/style.css"><link rel="icon" href="/icon.png">
        <style>@font-face { font-family: f; src: url(/font.woff2) } body { font-family: f; background: url(/back.png) }</style>
        <div id="root"></div><video src="/film.mp4" autoplay></video><script src="/app.js"></script>`,
    };
  };
}

async function withShop<T>(work: (shop: Loopback, other: Loopback) => Promise<T>): Promise<T> {
  await using other = await startLoopback(() => ({
    headers: { 'access-control-allow-origin': '*' },
    body: 'never',
  }));
  await using shop = await startLoopback(scriptedShop(() => other.origin));
  return await work(shop, other);
}

describe.skipIf(chromium === null)(`a page that needs a browser${noChromium}`, () => {
  it('is rendered from the document at hand; nothing is fetched but what its text needs', async () => {
    await withShop(async (shop, other) => {
      const { outcomes, pages, report } = await crawlWith({
        // Even a registered origin is another site.
        origins: [shop.origin, other.origin],
        site: testSite([`${shop.origin}/`], { fetch: 'auto' }),
      });
      expect(outcomes).toEqual({ '/': 'fetched', '/item/1': 'fetched', '/item/2': 'fetched' });
      expect(report.pages).toBe(3);
      expect(pages.map(({ via }) => via)).toEqual(['http', 'browser', 'http', 'http']);
      expect(shop.paths()).toEqual([
        '/robots.txt',
        '/',
        '/app.js',
        '/data.json',
        '/moved.json',
        '/item/1',
        '/item/2',
      ]);
      expect(other.connections()).toBe(0);
      for (const { headers, method } of shop.asked) {
        expect([method, headers['user-agent'], headers.cookie]).toEqual(['GET', TEST_AGENT, undefined]);
      }
      const html = Buffer.from(pages[1]?.body ?? []).toString('utf8');
      expect(html).toContain(`${TEST_AGENT}|undefined`);
      expect(pages[1]?.headers['content-type']).toBe('text/html; charset=utf-8');
    });
  });

  it('reaches no server past robots.txt, guard and ledger by any other way out that a page has', async () => {
    const udp = createSocket('udp4');
    let packets = 0;
    udp.on('message', () => {
      packets += 1;
    });
    await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
    const stun = udp.address().port;
    const inWorker = `try { new WebSocket('ws://' + new URL(self.name).host + '/worker-socket') } catch {}
      try { importScripts(self.name + '/imported.js') } catch {} fetch(self.name + '/private/by-worker').catch(() => {});
      try { new EventSource(self.name + '/private/worker-events') } catch {}`;
    const call = `(w) => { try { const c = new w.RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:${stun}' }] });
      c.createDataChannel('x'); c.createOffer().then((o) => c.setLocalDescription(o)); } catch {} }`;
    const script = `
      const blob = URL.createObjectURL(new Blob([${JSON.stringify(inWorker)}]));
      new Worker(blob, { name: location.origin });
      try { new SharedWorker(blob, { name: location.origin }) } catch {}
      new Worker('/private/worker.js');
      const call = ${call};
      call(window);
      const blank = document.body.appendChild(document.createElement('iframe'));
      call(blank.contentWindow);
      try { blank.contentWindow.fetch(location.origin + '/private/by-frame').catch(() => {}) } catch {}
      const inside = document.body.appendChild(document.createElement('iframe'));
      inside.srcdoc = '<img src="/private/in-frame.png"><script>(' + call + ')(window); fetch("/private/in-frame")<\\/script>';
      try { new WebTransport('https://' + location.host + '/transport') } catch {}
      const link = document.body.appendChild(document.createElement('a'));
      link.href = '/saved.bin'; link.download = 'saved'; link.ping = '/ping'; link.click();
      const form = document.body.appendChild(document.createElement('form'));
      const send = (method, action) => { form.method = method; form.action = action; form.submit(); };
      fetch('/ended.json').then(() => { send('post', '/order'); setTimeout(send, 100, 'get', '/private/search'); });`;
    const hints = [
      'prefetch',
      'preload',
      'modulepreload',
      'prerender',
      'dns-prefetch',
      'preconnect',
      'manifest',
      'next',
    ];
    const head = hints.map((rel) => `<link rel="${rel}" as="script" href="/private/${rel}.js">`).join('');
    await using shop = await startLoopback((path) => {
      if (path === '/robots.txt') return { body: 'User-agent: *\nDisallow: /private/\n' };
      return {
        headers: {
          'set-cookie': 'a=1',
          'report-to': '{"group":"a","max_age":9,"endpoints":[{"url":"/report"}]}',
        },
        body: `<!doctype html>${head}<meta http-equiv="refresh" content="1;url=/private/refreshed">
          <script type="speculationrules">{"prefetch":[{"urls":["/guessed"]}],"prerender":[{"urls":["/drawn"]}]}</script>
          <object data="/object"></object><embed src="/embedded"><video><track default src="/track.vtt"></video>
          <main class="detail">x</main><script>${script}</script>`,
      };
    });
    try {
      const { coverage } = await crawlWith({
        origins: [shop.origin],
        site: testSite([`${shop.origin}/`], { fetch: 'browser' }),
        limits: SLOW,
      });
      const noted = coverage.flatMap(({ requests }) =>
        requests.map(({ url }) => url.replace(shop.origin, '')),
      );
      expect(shop.paths().toSorted()).toEqual(noted.toSorted());
      expect(shop.paths().filter((path) => path.startsWith('/private/'))).toEqual([]);
      expect(shop.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
      expect(shop.paths().slice(0, 2)).toEqual(['/robots.txt', '/']);
      expect(shop.paths()).toContain('/ended.json');
      expect(shop.paths()).not.toContain('/ping');
      expect(packets).toBe(0);
    } finally {
      udp.close();
    }
  });

  it('every page of a site that is set to browser is rendered, and a shared script is fetched once', async () => {
    await using server = await startLoopback((path) => {
      if (path === '/s.js')
        return { headers: { 'content-type': 'text/javascript' }, body: 'document.body.append("ran")' };
      const kind =
        path === '/'
          ? testPage('list', [
              ['/a', 'detail'],
              ['/b', 'detail'],
            ])
          : testPage('detail');
      return { body: `${kind}<script src="/s.js"></script>` };
    });
    const { pages } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`], { fetch: 'browser' }),
    });
    expect(pages.map(({ via, body }) => [via, Buffer.from(body).toString('utf8').includes('ran')])).toEqual([
      ['browser', true],
      ['browser', true],
      ['browser', true],
    ]);
    expect(server.paths()).toEqual(['/robots.txt', '/', '/s.js', '/a', '/b']);
  });

  it('keeps scripts for the pages that follow as far as they take no great part of memory', async () => {
    const files = Array.from({ length: 18 }, (_, at) => `/${at}.js`);
    await using server = await startLoopback((path) => {
      if (files.includes(path))
        return { headers: { 'content-type': 'text/javascript' }, body: `/*${'x'.repeat(950_000)}*/` };
      const scripts = files.map((src) => `<script src="${src}"></script>`).join('');
      return { body: testPage('list', path === '/' ? [['/a', 'detail']] : []) + scripts };
    });
    const { report } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`], { fetch: 'browser' }),
    });
    expect(report.pages).toBe(2);
    const times = files.map((file) => server.paths().filter((path) => path === file).length);
    expect(times).toEqual([...Array(16).fill(1), 2, 2]);
  });

  it('asks for nothing more once the site asks for a pause, and the next page waits for its end', async () => {
    const script = 'for (const file of ["/1", "/2", "/3"]) fetch(file).catch(() => {})';
    await using server = await startLoopback((path) => {
      if (path === '/2') return { status: 429, headers: { 'retry-after': '2' } };
      if (path === '/1' || path === '/3') return { body: 'ok' };
      return {
        body: `${testPage('list', path === '/' ? [['/a', 'detail']] : [])}<script>${script}</script>`,
      };
    });
    const { report } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`], { fetch: 'browser' }),
    });
    expect(report.pages).toBe(2);
    const [, first] = server.paths().join(' ').split(' / ');
    expect(first).toBe('/1 /2 /a /1 /2');
    const at = (path: string) => server.asked.find((each) => each.path === path)?.at ?? 0;
    expect(at('/a') - at('/2')).toBeGreaterThanOrEqual(1950);
  });

  it.each([
    ['hangs in its own script', '<script>for (;;);</script>', 'timeout', 6],
    [
      'grows without end',
      '<script>document.body.textContent = "x".repeat(2_000_000)</script>',
      'too-large',
      30,
    ],
    [
      'never goes quiet',
      '<main class="detail"></main><script>setInterval(() => fetch("/poll?" + Math.random()).catch(() => {}), 100)</script>',
      'fetched',
      12,
    ],
    [
      'moves itself on',
      '<script>if (location.pathname === "/") location.replace("/next")</script>',
      'fetched',
      30,
    ],
    [
      'moves itself to another site',
      '<main class="detail"></main><script>location.href = "http://elsewhere.example/"</script>',
      'fetched',
      30,
    ],
    [
      'asks what to do',
      '<main class="detail"></main><script>alert(1); confirm(2); onbeforeunload = () => 1;</script>',
      'fetched',
      30,
    ],
  ])('%s', async (_name, html, outcome, pageSeconds) => {
    await using server = await startLoopback((path) => ({
      body: path === '/next' ? testPage('detail') : `<body>${html}`,
    }));
    const { outcomes } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`], { fetch: 'browser' }),
      limits: { maxBytes: 1_000_000, pageSeconds },
    });
    expect(outcomes).toEqual({ '/': outcome });
    expect(server.paths().filter((path) => path.startsWith('/poll')).length).toBeLessThanOrEqual(60);
  });

  it('that sends itself to a page for signing in is a refusal, whatever that page shows', async () => {
    await using server = await startLoopback((path) => ({
      body:
        path === '/item'
          ? '<script>location.replace("/account/login?back=/item")</script>'
          : testPage('other'),
    }));
    const { outcomes, report } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/item`], { fetch: 'browser' }),
    });
    expect(outcomes).toEqual({ '/item': 'blocked' });
    expect(report).toMatchObject({ pages: 0, stopped: 'blocked' });
  });

  it('a form of page that was drawn by script three times goes to the browser at once from then on', async () => {
    const items = [1, 2, 3, 4, 5].map((at): [string, 'detail'] => [`/item/${at}`, 'detail']);
    const shell =
      '<div id="root"></div><script>root.outerHTML = \'<main class="detail">drawn</main>\'</script>';
    await using server = await startLoopback((path) => ({
      body:
        path === '/'
          ? testPage('list', [...items, ['/plain', 'detail']])
          : path === '/plain'
            ? testPage('detail')
            : shell,
    }));
    const { pages } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`], { fetch: 'auto' }),
    });
    const ways = (path: string) =>
      pages.flatMap(({ url, via }) => (new URL(url).pathname === path ? [via] : []));
    expect(ways('/item/3')).toEqual(['http', 'browser']);
    expect(ways('/item/4')).toEqual(['browser']);
    expect(ways('/item/5')).toEqual(['browser']);
    expect(ways('/plain')).toEqual(['http']);
  });

  it.each([
    [
      'an endless list is scrolled to its end',
      `<main class="list" id="list"></main><script>
        let page = 0;
        const add = () => fetch('/part/' + page++).then((r) => r.text()).then((html) => list.insertAdjacentHTML('beforeend', html));
        add();
        onscroll = () => { if (page < 4 && innerHeight + scrollY >= document.documentElement.scrollHeight - 5) add(); };
      </script>`,
      ['/part/0', '/part/1', '/part/2', '/part/3'],
    ],
    [
      'a list is asked for more until it has no more',
      `<main class="list" id="list"></main><button id="more">Mehr  anzeigen</button><script>
        let page = 0;
        more.onclick = () => fetch('/part/' + page++).then((r) => r.text()).then((html) => {
          list.insertAdjacentHTML('beforeend', html);
          if (page === 3) more.remove();
        });
      </script>`,
      ['/part/0', '/part/1', '/part/2'],
    ],
    [
      'a banner is declined, never agreed to, and then shows what was behind it',
      `<div class="cookie-banner" id="banner"><button id="yes">Accept all</button><button id="no">Reject all</button></div>
      <main class="list" id="list"></main><script>
        const show = (name) => fetch('/' + name).then((r) => r.text()).then((html) => { list.innerHTML = html; banner.remove(); });
        yes.onclick = () => show('agreed');
        no.onclick = () => show('part/0');
      </script>`,
      ['/part/0'],
    ],
    [
      'nothing is sent, and nothing outside of a banner is declined',
      `<main class="list" id="list"></main><form action="/sent"><button>Load more</button></form>
      <p><button onclick="fetch('/declined')">Reject</button></p>
      <div class="cookie-note"><button onclick="fetch('/agreed')">Accept</button></div>`,
      [],
    ],
  ])('%s', async (_name, html, wanted) => {
    await using server = await startLoopback((path) => {
      if (path === '/') return { body: `<body>${html}` };
      const cards = [1, 2, 3].map((at) => `<p style="height:400px">card ${path} ${at}</p>`);
      return { body: cards.join('') };
    });
    const { pages } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`], { fetch: 'browser' }),
    });
    const asked = server.paths().filter((path) => path !== '/' && path !== '/robots.txt');
    expect(asked).toEqual(wanted);
    const shown = Buffer.from(pages[0]?.body ?? []).toString('utf8');
    for (const path of wanted) expect(shown).toContain(`card ${path} 3`);
  });

  it('nothing that a page has begun goes on beside the next one, and none decides what is read of it', async () => {
    const late = "setInterval(() => fetch('/late').catch(() => {}), 20)";
    const worker = `new Worker(URL.createObjectURL(new Blob([${JSON.stringify(late)}])))`;
    const fooling = `Object.defineProperty(Element.prototype, 'outerHTML', { get: () => 'fooled' });`;
    const drawn = `setTimeout(() => fetch('/part').then((r) => r.text()).then((html) => { root.outerHTML = html; }), 400)`;
    await using server = await startLoopback((path) => {
      if (path === '/part') return { body: '<main class="detail">drawn late</main>' };
      if (path === '/')
        return { body: `${testPage('list', [['/b', 'detail']])}<script>${late};${worker}</script>` };
      return { body: `<div id="root"></div><script>${drawn};${fooling}</script>` };
    });
    const { pages } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`], { fetch: 'browser' }),
    });
    const paths = server.paths();
    expect(paths.slice(paths.indexOf('/b'))).toEqual(['/b', '/part']);
    expect(paths).toContain('/late');
    expect(Buffer.from(pages[1]?.body ?? []).toString('utf8')).toContain('drawn late');
  });

  it('gives pictures of what it draws, in the style of the site itself', async () => {
    await using other = await startLoopback(() => ({ body: 'main { background: #f00 !important }' }));
    await using server = await startLoopback((path) => {
      if (path === '/style.css')
        return { headers: { 'content-type': 'text/css' }, body: 'main { background: #00f; height: 9000px }' };
      if (path !== '/' && path !== '/low') return { status: 404 };
      const sheets = ['/style.css', '/none.css', `${other.origin}/other.css`];
      const named = sheets.map((href) => `<link rel="stylesheet" href="${href}">`).join('');
      // The browser asks for none of these, and never tells of them.
      const links = `${named}<link rel="stylesheet"><link rel="stylesheet" type="text/less" href="/no.less">`;
      const low = path === '/low' ? '<style>main { height: 50px !important }</style>' : '';
      return {
        body: `<body style="margin:0">${links}${low}${testPage('list', [['/low', 'detail']])}<img src="/picture.png">`,
      };
    });
    const shots: (Screenshot | null)[] = [];
    const crawl = async (screenshots: boolean, wanted = true) =>
      await crawlWith({
        ...{
          origins: [server.origin],
          site: testSite([`${server.origin}/`], { fetch: 'browser' }),
          screenshots,
        },
        async onPage(page, _planned, shoot) {
          if (shoot !== null && wanted) shots.push(await shoot());
          return readTestPage(page);
        },
      });
    await crawl(false);
    // No style is asked for where nobody wants a picture.
    await crawl(true, false);
    const pages = ['/robots.txt', '/', '/low'];
    expect([shots, server.paths()]).toEqual([[], [...pages, ...pages]]);
    await crawl(true);
    expect(server.paths().slice(6)).toEqual([
      '/robots.txt',
      '/',
      '/style.css',
      '/none.css',
      '/low',
      '/none.css',
    ]);
    expect(other.connections()).toBe(0);
    const { width, height } = SCREENSHOT_LIMITS;
    expect(shots.map((shot) => shot && [shot.width, shot.height])).toEqual([
      [width, height],
      [width, expect.toSatisfy((pixels: number) => pixels >= 50 && pixels <= 800)],
    ]);
    for (const shot of shots) {
      const { data } = await sharp(shot?.bytes).raw().toBuffer({ resolveWithObject: true });
      // Blue, as far as the encoder keeps it.
      expect([(data[0] ?? 255) < 40, (data[1] ?? 255) < 40, (data[2] ?? 0) > 200]).toEqual([
        true,
        true,
        true,
      ]);
    }
  });

  it('gives no picture of what would be too large as one, or cannot be drawn any more', async () => {
    const noise = `<canvas id="c" width="1280" height="5000"></canvas><script>
      const drawing = c.getContext('2d'), image = drawing.createImageData(1280, 5000);
      for (let at = 0; at < image.data.length; at += 1) image.data[at] = Math.random() * 256;
      drawing.putImageData(image, 0, 0);</script>`;
    // It was scrolled down to be read, and is scrolled up for its picture.
    const stuck = `<main class="detail" style="height: 3000px"></main><script>
      let down = false;
      onscroll = () => { if (scrollY > 0) down = true; else while (down); };</script>`;
    await using server = await startLoopback((path) => ({
      body:
        path === '/noise'
          ? `<main class="detail"></main>${noise}`
          : path === '/stuck'
            ? stuck
            : testPage('list', [
                ['/noise', 'detail'],
                ['/stuck', 'detail'],
                ['/plain', 'detail'],
              ]),
    }));
    const shots = new Map<string, boolean>();
    const site = testSite([`${server.origin}/`], { fetch: 'browser' });
    const { outcomes } = await crawlWith({
      ...{ origins: [server.origin], site, screenshots: true },
      async onPage(page, _planned, shoot) {
        const { pathname } = new URL(page.url);
        shots.set(pathname, (await shoot?.()) != null);
        return readTestPage(page);
      },
    });
    expect(outcomes).toEqual({
      '/': 'fetched',
      '/noise': 'fetched',
      '/stuck': 'fetched',
      '/plain': 'fetched',
    });
    expect(Object.fromEntries(shots)).toEqual({
      '/': true,
      '/noise': false,
      '/stuck': false,
      '/plain': true,
    });
  });

  it('a page that moves itself off the web has no other address for it, and is failed where nothing is left', async () => {
    const moves: Readonly<Record<string, string>> = {
      '/blob': `location = URL.createObjectURL(new Blob(['<main class="detail"></main>'], { type: 'text/html' }))`,
      '/blank': `location = 'about:blank'`,
    };
    await using server = await startLoopback((path) => ({
      body:
        path === '/'
          ? testPage(
              'list',
              Object.keys(moves).map((each) => [each, 'detail'] as const),
            )
          : `<div id="root"></div><script>${moves[path]}</script>`,
    }));
    const { outcomes, pages } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`], { fetch: 'browser' }),
    });
    expect(outcomes).toEqual({ '/': 'fetched', '/blob': 'fetched', '/blank': 'failed' });
    expect(pages.map(({ url }) => url)).toEqual([`${server.origin}/`, `${server.origin}/blob`]);
  });

  it('a page whose files ask for a long pause is read all the same, without its picture', async () => {
    const draw = `fetch('/api').finally(() => { document.body.innerHTML = '<main class="detail"></main>'; })`;
    await using server = await startLoopback((path) =>
      path === '/api'
        ? { status: 429, headers: { 'retry-after': '400' } }
        : { body: `<body><div id="root"></div><script>${draw}</script>` },
    );
    const shots: unknown[] = [];
    const { outcomes } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`], { fetch: 'browser' }),
      screenshots: true,
      async onPage(page, _planned, shoot) {
        shots.push(await shoot?.());
        return readTestPage(page);
      },
    });
    expect(outcomes).toEqual({ '/': 'fetched' });
    expect(shots).toEqual([null]);
    expect(server.paths()).toEqual(['/robots.txt', '/', '/api']);
  });

  it('files on another domain of the site are fetched in its own turn, and nobody has two turns at once', async () => {
    const held = new Set<string>();
    const asked: string[] = [];
    const answering =
      (answer: (path: string) => { readonly type?: string; readonly body: string }): Answering =>
      (path, request) => {
        asked.push(`${path} ${[...held].map((host) => (host === request.headers.host ? 'own' : 'other'))}`);
        const { type = 'text/html', body } = answer(path);
        return { headers: { 'content-type': type, 'access-control-allow-origin': '*' }, body };
      };
    await using second = await startLoopback(
      answering((path) =>
        path === '/app.js'
          ? {
              type: 'text/javascript',
              body: `const own = document.currentScript.src;
                fetch(new URL('/data', own)).then((r) => r.text()).then((html) => { document.body.innerHTML = html; });`,
            }
          : path === '/data'
            ? { body: testPage('detail') }
            : { body: '' },
      ),
    );
    await using first = await startLoopback(
      answering((path) => ({
        body: path === '/robots.txt' ? '' : `<body><script src="${second.origin}/app.js"></script>`,
      })),
    );
    const pacer = createPacer({ clock: () => new Date(), sleep });
    const { outcomes, pages } = await crawlWith({
      origins: [first.origin, second.origin],
      site: testSite([`${first.origin}/a`, `${first.origin}/b`, `${second.origin}/`], { fetch: 'browser' }),
      limits: SLOW,
      pacer: {
        ...pacer,
        async take(place, ...rest) {
          const turn = await pacer.take(place, ...rest);
          held.add(place.key);
          const end = async (failed: boolean) => {
            held.delete(place.key);
            await turn.end(failed);
          };
          return { ...turn, end };
        },
      },
    });
    expect(outcomes).toEqual({ '/a': 'fetched', '/b': 'fetched', '/': 'no-listing' });
    const details = pages.map(({ body }) => Buffer.from(body).toString('utf8').includes('class="detail"'));
    expect(details).toEqual([true, true, false]);
    expect(asked.filter((each) => !each.endsWith(' own'))).toEqual([]);
    expect(asked.filter((each) => each.startsWith('/app.js'))).toHaveLength(1);
  });

  it.each<[string, Partial<Parameters<typeof crawlWith>[0]>, string]>([
    [
      'all crawling is stopped',
      { gate: async () => ({ reason: 'halted', detail: 'an incident' }) },
      'halted',
    ],
    ['the run is stopped', {}, 'stopped'],
    ['nobody can say whether it may go on', { gate: () => Promise.reject(new Error('no answer')) }, 'failed'],
  ])('is not read as it stands half drawn when %s', async (_name, { gate }, outcome) => {
    const draw = `fetch('/1').then(() => fetch('/2')).finally(() => { document.body.innerHTML = '<main class="detail">half</main>'; })`;
    const stop = new AbortController();
    let begun = false;
    await using server = await startLoopback((path) => {
      if (path === '/1') begun = true;
      if (path === '/1' && gate === undefined) stop.abort(new Error('end'));
      return { body: `<body><script>${draw}</script>` };
    });
    const read: string[] = [];
    const rows: string[] = [];
    await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`], { fetch: 'browser' }),
      limits: SLOW,
      signal: stop.signal,
      gate: async (url) => (begun ? ((await gate?.(url)) ?? null) : null),
      async onPage(page) {
        read.push(page.url);
        return readTestPage(page);
      },
      onCoverage: (row) => {
        rows.push(row.outcome);
      },
    }).catch((error: unknown) => expect(String(error)).toContain('no answer'));
    expect([read, rows]).toEqual([[], [outcome]]);
    expect(server.paths()).toEqual(['/robots.txt', '/', '/1']);
  });

  it('a page that takes all memory for its script is given up, and the next one is rendered', async () => {
    await using server = await startLoopback((path) => ({
      body:
        path === '/'
          ? testPage('list', [
              ['/greedy', 'detail'],
              ['/plain', 'detail'],
            ])
          : path === '/greedy'
            ? '<main class="detail"></main><script>const all = []; for (;;) all.push(new Array(1e6).fill(Math.random()));</script>'
            : testPage('detail'),
    }));
    const { outcomes } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`], { fetch: 'browser' }),
      limits: { maxBytes: 1_000_000, pageSeconds: 40 },
    });
    expect(outcomes).toEqual({ '/': 'fetched', '/greedy': 'failed', '/plain': 'fetched' });
  });

  it('is left within seconds when the run is stopped', async () => {
    await using server = await startLoopback(() => ({ body: '<script>for (;;);</script>' }));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 2500);
    const started = Date.now();
    const { report } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`], { fetch: 'browser' }),
      limits: { maxBytes: 1_000_000, pageSeconds: 50 },
      signal: stop.signal,
    });
    expect(report.stopped).toBe('signal');
    expect(Date.now() - started).toBeLessThan(25_000);
  });
});

describe.skipIf(chromium === null)(`a browser that does not answer any more${noChromium}`, () => {
  it('keeps no run from being stopped', async () => {
    await using server = await startLoopback(() => ({ body: testPage('detail') }));
    const stop = new AbortController();
    const started = (signal: NodeJS.Signals) => {
      const { stdout } = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)]);
      for (const line of String(stdout).split('\n'))
        if (/headless/.test(line)) process.kill(Number.parseInt(line, 10), signal);
    };
    try {
      const crawl = crawlWith({
        origins: [server.origin],
        site: testSite([`${server.origin}/a`, `${server.origin}/b`], { fetch: 'browser' }),
        limits: SLOW,
        signal: stop.signal,
        async onPage(page) {
          started('SIGSTOP');
          stop.abort(new Error('end'));
          return readTestPage(page);
        },
      });
      const stuck = new Promise((done) => setTimeout(done, 60_000, 'stuck'));
      expect(await Promise.race([crawl, stuck])).toMatchObject({ report: { stopped: 'signal' } });
    } finally {
      started('SIGKILL');
    }
  });
});

describe('without a browser', () => {
  it('that can be used the one that was started is ended', async () => {
    const { chromium: playwright } = await import('playwright');
    const closed: string[] = [];
    const broken = {
      newContext: () => Promise.reject(new Error('no room')),
      close: async () => {
        closed.push('closed');
      },
    };
    const launching = vi.spyOn(playwright, 'launch').mockResolvedValue(broken as never);
    try {
      await using server = await startLoopback(() => ({ body: testPage('detail') }));
      const site = testSite([`${server.origin}/`], { fetch: 'browser' });
      const { outcomes } = await crawlWith({ origins: [server.origin], site, chromiumPath: '/bin/true' });
      expect([outcomes, closed]).toEqual([{ '/': 'no-browser' }, ['closed']]);
    } finally {
      launching.mockRestore();
    }
  });

  it('that starts, it is tried once in a run', async () => {
    const { chromium: playwright } = await import('playwright');
    const launching = vi.spyOn(playwright, 'launch').mockRejectedValue(new Error('no room'));
    try {
      await using server = await startLoopback(() => ({ body: testPage('detail') }));
      const site = testSite([`${server.origin}/a`, `${server.origin}/b`], { fetch: 'browser' });
      const { outcomes } = await crawlWith({ origins: [server.origin], site, chromiumPath: '/bin/true' });
      expect(outcomes).toEqual({ '/a': 'no-browser', '/b': 'no-browser' });
      expect(launching).toHaveBeenCalledTimes(1);
    } finally {
      launching.mockRestore();
    }
  });

  it.each([
    {
      name: 'its page ends in its time',
      pageSeconds: 1,
      stopAfterMs: null,
      ends: [{ '/': 'timeout' }, null],
    },
    {
      name: 'the run is stopped all the same',
      pageSeconds: 60,
      stopAfterMs: 500,
      ends: [{ '/': 'stopped' }, 'signal'],
    },
  ])('that ever says whether it starts, $name', async ({ pageSeconds, stopAfterMs, ends }) => {
    const { chromium: playwright } = await import('playwright');
    const launching = vi.spyOn(playwright, 'launch').mockReturnValue(new Promise(() => undefined));
    try {
      await using server = await startLoopback(() => ({ body: testPage('detail') }));
      const stop = new AbortController();
      if (stopAfterMs !== null) setTimeout(() => stop.abort(), stopAfterMs);
      const crawl = crawlWith({
        ...{ origins: [server.origin], chromiumPath: '/bin/true', signal: stop.signal },
        site: testSite([`${server.origin}/`], { fetch: 'browser' }),
        limits: { maxBytes: 1_000_000, pageSeconds },
      });
      const stuck = new Promise<null>((done) => setTimeout(done, 40_000, null));
      const ended = await Promise.race([crawl, stuck]);
      expect([ended?.outcomes, ended?.report.stopped]).toEqual(ends);
    } finally {
      launching.mockRestore();
    }
  });

  const missing = '/nowhere/chromium';

  it('a page that needs one ends as no-browser, and its links are followed all the same', async () => {
    await using server = await startLoopback((path) => ({
      body:
        path === '/'
          ? `<div id="root"></div>${testPage('other', [['/item', 'detail']])}`
          : testPage('detail'),
    }));
    const { outcomes, report } = await crawlWith({
      origins: [server.origin],
      site: testSite([`${server.origin}/`], { fetch: 'auto' }),
      chromiumPath: missing,
    });
    expect(outcomes).toEqual({ '/': 'no-browser', '/item': 'fetched' });
    expect(report.pages).toBe(1);
  });

  it('a site that is set to browser is not asked at all', async () => {
    await using server = await startLoopback(() => ({ body: testPage('detail') }));
    const site = testSite([`${server.origin}/`], { fetch: 'browser' });
    const { outcomes } = await crawlWith({ origins: [server.origin], site, chromiumPath: missing });
    expect(outcomes).toEqual({ '/': 'no-browser' });
    expect(server.paths()).toEqual([]);
  });

  it('a program that is no browser counts as none', async () => {
    await using server = await startLoopback(() => ({ body: '<div id="root"></div>' }));
    const site = testSite([`${server.origin}/`], { fetch: 'auto' });
    const { outcomes } = await crawlWith({ origins: [server.origin], site, chromiumPath: '/bin/true' });
    expect(outcomes).toEqual({ '/': 'no-browser' });
  });
});

describe('findChromium', () => {
  it('takes the configured path, and no other when that is wrong', () => {
    expect(findChromium(process.execPath)).toBe(process.execPath);
    expect(findChromium('/nowhere/chromium')).toBeNull();
    expect(findChromium('/tmp')).toBeNull();
  });

  it('looks along the search path', () => {
    expect(findChromium('', '/nowhere')).toBe(findChromium(null, '/nowhere'));
  });
});
