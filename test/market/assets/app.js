/* Draws the script shop: reads the address, fetches JSON, builds the page. */
(() => {
  const make = (tag, attributes, children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...(children ?? []));
    return element;
  };
  const link = (href, text, attributes) => make('a', { href, ...attributes }, [text]);

  const frame = (data, main) => {
    document.documentElement.lang = data.language;
    document.documentElement.dir = data.direction;
    const catalogue = `/${data.language}/shop`;
    const header = make('header', { class: 'app-header' }, [
      link('/', data.shop, { class: 'app-logo' }),
      make('nav', {}, [
        link(catalogue, data.ui.catalogue),
        link(`/search?lang=${data.language}`, data.ui.search),
        link('/cart', data.ui.cart),
        link('/admin/login', data.ui.account),
      ]),
      make(
        'div',
        { class: 'app-languages' },
        data.sections.map((section) => link(section.path, section.name)),
      ),
    ]);
    const footer = make('footer', { class: 'app-footer' }, [
      link(`/${data.language}/terms`, data.ui.terms),
      link(`/${data.language}/privacy`, data.ui.privacy),
    ]);
    const accept = make('button', { type: 'button' }, [data.ui.accept]);
    const cookies = make('div', { id: 'cookie-bar' }, [make('span', {}, [data.ui.cookies]), accept]);
    accept.addEventListener('click', () => cookies.remove());
    document.getElementById('root').replaceChildren(header, main, footer, cookies);
    document.body.dataset.ready = 'true';
  };

  const card = (data) =>
    make('li', { class: 'item-card' }, [
      make('a', { class: 'item-link', href: data.path }, [
        make('img', { src: data.image, alt: '', width: '220', height: '160' }),
        make('span', { class: 'card-title' }, [data.title]),
      ]),
      make('span', { class: 'card-price' }, [data.price]),
      make('span', { class: 'card-stock', 'data-available': data.available }, [data.stock]),
    ]);

  const drawList = (data) => {
    document.title = `${data.ui.catalogue} | ${data.shop}`;
    const to = (page, text, attributes) => link(`/${data.language}/shop?page=${page}`, text, attributes);
    const pages = data.numbers.map((number) =>
      number === data.page ? make('b', {}, [String(number)]) : to(number, String(number)),
    );
    if (data.page < data.pages)
      pages.push(to(data.page + 1, data.ui.next, { rel: 'next', class: 'page-next' }));
    frame(
      data,
      make('main', {}, [
        make('h1', {}, [data.ui.catalogue]),
        make('ul', { class: 'item-grid' }, data.cards.map(card)),
        make('nav', { class: 'item-pages' }, pages),
      ]),
    );
  };

  const block = (data) =>
    data.text === undefined
      ? make('table', { class: 'spec-cells' }, [
          make('tbody', {}, [
            make(
              'tr',
              {},
              data.cells.map((cell) => make('td', {}, [cell])),
            ),
          ]),
        ])
      : make('p', {}, [data.text]);

  const drawItem = (data) => {
    const { item, ui } = data;
    document.title = `${item.title} | ${data.shop}`;
    const facts = [
      make('p', { class: 'item-price' }, [item.price]),
      make('p', { class: 'item-stock', 'data-available': item.available }, [item.stock]),
      make('p', {}, [`${ui.article} `, make('span', { class: 'item-number' }, [String(item.number)])]),
      make('p', {}, [
        `${ui.posted} `,
        make('time', { class: 'item-posted', datetime: item.posted }, [item.posted]),
      ]),
    ];
    if (item.quantity !== null) {
      facts.push(make('p', {}, [`${ui.quantity}: `, make('span', { class: 'item-pack' }, [item.quantity])]));
    }
    const row = ([name, value]) =>
      make('tr', {}, [make('th', { scope: 'row' }, [name]), make('td', {}, [value])]);
    frame(
      data,
      make('main', {}, [
        make('article', { class: 'item' }, [
          make('img', { class: 'item-image', src: item.image, alt: '', width: '440', height: '320' }),
          make('div', { class: 'item-facts' }, [make('h1', { class: 'item-title' }, [item.title]), ...facts]),
          make('div', { class: 'item-text' }, item.blocks.map(block)),
          make('table', { class: 'item-rows' }, [make('tbody', {}, item.rows.map(row))]),
          make('p', { class: 'item-contact' }, [`${ui.contact}: ${item.contacts.join(', ')}`]),
        ]),
        make('aside', {}, [
          make('h2', {}, [ui.related]),
          make('ul', { class: 'item-grid' }, data.related.map(card)),
        ]),
      ]),
    );
  };

  const [, language, kind, number] = location.pathname.split('/');
  const page = new URLSearchParams(location.search).get('page') ?? '1';
  const isItem = kind === 'item';
  const source = isItem
    ? `/api/item/${language}/${number}`
    : `/api/list/${language || window.__LANG__}?page=${page}`;
  fetch(source)
    .then((answer) => answer.json())
    .then(isItem ? drawItem : drawList);
})();
