import fc from 'fast-check';
import { apiAddresses, compareLink, cut, LINK_LIMIT, repositoryOf } from '../../src/adapters/forge-link.ts';

describe('whose pull requests', () => {
  const GITHUB = 'https://github.com';
  test.each([
    ['https://github.com/acme/shop.git', 'acme/shop'],
    ['https://github.com/acme/shop', 'acme/shop'],
    ['https://github.com/acme/shop/', 'acme/shop'],
    ['https://user:secret@github.com/acme/shop.git', 'acme/shop'],
    ['https://GitHub.com/acme/Shop.js.git', 'acme/Shop.js'],
    ['git@github.com:acme/shop.git', 'acme/shop'],
    ['github.com:acme/shop', 'acme/shop'],
    ['ssh://git@github.com/acme/shop.git', 'acme/shop'],
    ['ssh://git@ssh.github.com:443/acme/shop.git', 'acme/shop'],
    [' https://github.com/acme/shop.git\n', 'acme/shop'],
    ['https://github.com.evil.example/acme/shop', null],
    ['https://evil.example/github.com/acme/shop', null],
    ['https://github.com:8443/acme/shop', null],
    ['https://gitlab.com/acme/shop.git', null],
    ['git@gitlab.com:acme/shop.git', null],
    ['https://github.com/acme', null],
    ['https://github.com/acme/shop/wiki/x', null],
    ['https://github.com/acme/%E0%A4%A', null],
    ['https://github.com/acme/sh%2Fop', null],
    ['/srv/git/acme/shop.git', null],
    ['file:///srv/git/acme/shop.git', null],
    ['git://github.com/acme/shop.git', null],
    ['C:\\git\\shop', null],
    ['', null],
  ])('%s', (remoteUrl, expected) => {
    expect(repositoryOf({ given: undefined, remoteUrl, serverUrl: GITHUB })).toBe(expected);
  });

  test('origin on the server is where branches go; else the runner says', () => {
    expect(repositoryOf({ given: 'acme/workflow', remoteUrl: 'https://github.com/acme/shop', serverUrl: GITHUB })).toBe('acme/shop');
    expect(repositoryOf({ given: 'acme/workflow', remoteUrl: '/srv/git/shop.git', serverUrl: GITHUB })).toBe('acme/workflow');
    expect(repositoryOf({ given: 'acme/workflow', remoteUrl: null, serverUrl: GITHUB })).toBe('acme/workflow');
    for (const given of ['', 'acme', 'a/b/c', '../x', 'a/b?c', undefined]) expect(repositoryOf({ given, remoteUrl: null, serverUrl: GITHUB })).toBe(given === '../x' ? '../x' : null);
  });

  test('an own server, with port and path', () => {
    const serverUrl = 'https://git.example.com:8443/hub/';
    expect(repositoryOf({ given: undefined, remoteUrl: 'https://git.example.com:8443/hub/acme/shop.git', serverUrl })).toBe('acme/shop');
    expect(repositoryOf({ given: undefined, remoteUrl: 'https://git.example.com/hub/acme/shop.git', serverUrl })).toBe(null);
    expect(repositoryOf({ given: undefined, remoteUrl: 'ssh://git@git.example.com:2222/hub/acme/shop.git', serverUrl })).toBe('acme/shop');
  });
});

describe('addresses of the API', () => {
  const none = { apiUrl: undefined, graphqlUrl: '' };
  test.each([
    ['https://github.com', none, 'https://api.github.com', 'https://api.github.com/graphql'],
    ['https://acme.ghe.com/', none, 'https://api.acme.ghe.com', 'https://api.acme.ghe.com/graphql'],
    ['https://git.example.com', none, 'https://git.example.com/api/v3', 'https://git.example.com/api/graphql'],
    ['https://github.com', { apiUrl: 'http://127.0.0.1:80/', graphqlUrl: undefined }, 'http://127.0.0.1:80', 'http://127.0.0.1:80/graphql'],
    ['https://github.com', { apiUrl: 'https://a/api/v3', graphqlUrl: 'https://b/graphql' }, 'https://a/api/v3', 'https://b/graphql'],
  ])('%s %j', (serverUrl, given, apiUrl, graphqlUrl) => {
    expect(apiAddresses(serverUrl, given)).toEqual({ apiUrl, graphqlUrl });
  });
});

describe('the compare link', () => {
  const parts = { serverUrl: 'https://github.com/', repository: 'acme/shop', base: 'main', branch: 'self-coding/task' };

  test('short ones are whole', () => {
    expect(compareLink({ ...parts, title: 'Añadir', body: '' })).toBe('https://github.com/acme/shop/compare/main...self-coding/task?quick_pull=1&title=A%C3%B1adir');
  });

  test('whatever is said, it stays an address of at most 8,000 characters that decodes to beginnings of title and body', () => {
    const text = fc.string({ unit: 'binary', maxLength: 4000 });
    fc.assert(fc.property(text, text, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (title, body, branch) => {
      const link = compareLink({ ...parts, title, body, branch });
      expect(link.length).toBeLessThanOrEqual(LINK_LIMIT);
      const url = new URL(link);
      expect(url.origin).toBe('https://github.com');
      expect([...url.searchParams.keys()]).toEqual(body === '' ? ['quick_pull', 'title'] : ['quick_pull', 'title', 'body']);
      for (const [name, whole] of [['title', title], ['body', body]] as const) {
        const shown = url.searchParams.get(name) ?? '';
        expect(shown === whole.toWellFormed() || whole.toWellFormed().startsWith(shown.replace(/…$/, ''))).toBe(true);
      }
    }));
  });

  test('the body gives way to the title', () => {
    const url = new URL(compareLink({ ...parts, title: '題'.repeat(256), body: '體'.repeat(60_000) }));
    expect(url.searchParams.get('title')).toBe('題'.repeat(256));
    expect(url.searchParams.get('body')).toMatch(/^體{500,}…$/);
  });


  test('a comment at the end of the body stays when the rest is cut', () => {
    const comment = '\n\n<!-- self-coding 1 2 -->';
    const shown = (body: string): string | null => new URL(compareLink({ ...parts, title: 't', body })).searchParams.get('body');
    expect(shown(`${'體'.repeat(60_000)}${comment}`)).toMatch(/^體{500,}…\n\n<!-- self-coding 1 2 -->$/);
    expect(shown(`short${comment}`)).toBe(`short${comment}`);
    expect(shown(`<!--${'x'.repeat(9_000)}-->`)).toMatch(/^<!--x+…$/);
  });
});

test('a cut keeps the limit and whole characters', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 2, max: 100 }), (text, limit) => {
    const short = cut(text, limit);
    expect(short.length).toBeLessThanOrEqual(limit);
    expect(short.isWellFormed()).toBe(true);
    if (text.length <= limit && text.isWellFormed() && !text.includes('\0')) expect(short).toBe(text);
  }));
});
