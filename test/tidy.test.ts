import { basename, dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { functionLengths } from './support/function-lengths.ts';
import { blankOut, lineAt, type SourceFile, sourceFiles } from './support/source-files.ts';

// The house rules of ARCHITECTURE.md as tests. A failure names the place and what to do about it.
const files = sourceFiles();
const program = files.filter(({ path }) => path.startsWith('src/') && !/\.test\.tsx?$/.test(path));

/** Longer than allowed, for now. A number may only shrink; an entry that is not needed any more fails. */
const LONG_FILES: Readonly<Record<string, number>> = {};
const LONG_FUNCTIONS: Readonly<Record<string, number>> = {};
const MAX_FILE_LINES = 400;
const MAX_FUNCTION_LINES = 70;

const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  simulators: [],
  contract: ['domain'],
  connectors: ['domain'],
  web: ['domain', 'contract'],
  server: ['domain', 'contract', 'connectors'],
};

const layerOf = (path: string): string | undefined => /^src\/([^/]+)\//.exec(path)?.[1];
const contextOf = (path: string): string | undefined => /^src\/[^/]+\/([^/]+)\//.exec(path)?.[1];

/** Every place in the code of `where` that matches, as a sentence with its remedy. */
function places(where: readonly SourceFile[], pattern: RegExp, remedy: string): string[] {
  return where.flatMap(({ path, code }) =>
    [...code.matchAll(pattern)].map((match) => `${path}:${lineAt(code, match.index)} ${match[0].trim()}: ${remedy}`),
  );
}

const except = (...paths: string[]): SourceFile[] => program.filter(({ path }) => !paths.includes(path));

describe('who may import whom', () => {
  test('a layer imports only the layers below it', () => {
    const wrong = program.flatMap(({ path, imports }) => {
      const layer = layerOf(path) ?? '';
      return imports
        .filter(({ target }) => {
          const other = layerOf(target);
          return other !== undefined && other !== layer && !MAY_IMPORT[layer]?.includes(other);
        })
        .map(
          ({ target, line }) =>
            `${path}:${line} imports ${target}: ${layer} may import ${MAY_IMPORT[layer]?.join(', ') || 'no other layer'}`,
        );
    });
    expect(wrong).toEqual([]);
  });

  test('the program imports nothing from tests, benches and scripts', () => {
    const wrong = program.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => /^(test|bench|scripts)\//.test(target))
        .map(({ target, line }) => `${path}:${line} imports ${target}: move what both need into src`),
    );
    expect(wrong).toEqual([]);
  });

  test('the domain is pure: it uses no builtin of Node', () => {
    const wrong = program
      .filter(({ path }) => layerOf(path) === 'domain')
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ target }) => target.startsWith('node:'))
          .map(({ target, line }) => `${path}:${line} imports ${target}: take the value as a parameter`),
      );
    expect(wrong).toEqual([]);
  });

  test('only vendors.ts knows vendors; all others see the port', () => {
    const vendorOf = (path: string) => /^src\/connectors\/[^/]+\/[^/]+(?=\/)/.exec(path)?.[0];
    const wrong = except('src/server/vendors.ts').flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => vendorOf(target) !== undefined && vendorOf(target) !== vendorOf(path))
        .map(
          ({ target, line }) => `${path}:${line} imports ${target}: take the port, and let vendors.ts name the adapter`,
        ),
    );
    expect(wrong).toEqual([]);
  });

  test('no file imports itself, not even in a ring and not for types only', () => {
    const edges = new Map(program.map(({ path, imports }) => [path, imports.map(({ target }) => target)]));
    expect(rings(edges).map((ring) => `${ring.join(' → ')}: move what they share into a file of its own`)).toEqual([]);
  });

  test.each(Object.keys(MAY_IMPORT))('the contexts of %s form no ring', (layer) => {
    const edges = new Map<string, string[]>();
    const reasons = new Map<string, string>();
    for (const { path, imports } of program) {
      const from = contextOf(path);
      if (layerOf(path) !== layer || from === undefined) continue;
      for (const { target, line } of imports) {
        const to = layerOf(target) === layer ? contextOf(target) : undefined;
        if (to === undefined || to === from) continue;
        edges.set(from, [...(edges.get(from) ?? []), to]);
        reasons.set(`${from} → ${to}`, `${path}:${line}`);
      }
    }
    const because = (ring: readonly string[]) =>
      ring.slice(1).map((to, index) => `${ring[index]} → ${to} (${reasons.get(`${ring[index]} → ${to}`)})`);
    const found = new Set(rings(edges).map((ring) => `${because(ring).join(', ')}: let one of them know the other`));
    expect([...found]).toEqual([]);
  });
});

describe('what comes in from outside comes in at one place', () => {
  test('only config.ts reads the environment, and beside the tools only it reads the arguments', () => {
    const readers = except('src/server/config.ts', 'src/simulators/main.ts');
    expect(places(readers, /\bprocess\.env\b|\bimport\.meta\.env\b/g, 'add a field to Config')).toEqual([]);
    const notTools = readers.filter(({ path }) => !path.startsWith('src/server/tools/'));
    expect(places(notTools, /\bprocess\.argv\b/g, 'add a field to Config')).toEqual([]);
  });

  test('only the clocks read the time', () => {
    const clocks = ['src/domain/time.ts', 'src/server/clock.ts', 'src/simulators/clock.ts', 'src/web/ui/clock.ts'];
    const remedy = 'take `now` as a parameter, or use the functions of domain/time.ts';
    expect(places(except(...clocks), /\bDate\.now\s*\(|\bnew\s+Date\s*\(/g, remedy)).toEqual([]);
  });

  test('the domain draws no random numbers', () => {
    const domain = program.filter(({ path }) => layerOf(path) === 'domain');
    expect(places(domain, /\bMath\.random\b|\bcrypto\./g, 'take the value as a parameter')).toEqual([]);
  });
});

describe('size', () => {
  test(`a file has at most ${MAX_FILE_LINES} lines`, () => {
    const lengths = new Map(files.map(({ path, lines }) => [path, lines]));
    expect(tooLong(lengths, MAX_FILE_LINES, LONG_FILES, 'split it by what may change together')).toEqual([]);
  });

  test(`a function has at most ${MAX_FUNCTION_LINES} lines`, () => {
    const lengths = new Map(
      files
        .filter(({ path }) => !path.includes('.test.'))
        .flatMap(({ path, code }) =>
          functionLengths(code).map(({ name, line, lines }) => [`${path}:${line} ${name}`, lines]),
        ),
    );
    expect(tooLong(lengths, MAX_FUNCTION_LINES, LONG_FUNCTIONS, 'name its steps as functions')).toEqual([]);
  });
});

describe('names', () => {
  test('a folder is named after what its files are about', () => {
    const banned = /^(utils?|helpers?|commons?|services?|types|misc|lib|managers?|handlers?)$/;
    const folders = new Set(
      files.flatMap(({ path }) =>
        dirname(path)
          .split('/')
          .map((name) => (banned.test(name) ? path : '')),
      ),
    );
    expect([...folders].filter(Boolean).map((path) => `${path}: name the folder after its subject`)).toEqual([]);
  });

  test('an import names the file that defines the thing', () => {
    const barrels = files.filter(({ path }) => /^index\.[a-z]+$/.test(basename(path)));
    expect(barrels.map(({ path }) => `${path}: import the defining file instead`)).toEqual([]);
  });

  test('a file is named in kebab-case', () => {
    const wrong = files.filter(
      ({ path }) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|e2e|config|conformance))*\.(tsx?|mjs)$/.test(basename(path)),
    );
    expect(wrong.map(({ path }) => `${path}: rename it`)).toEqual([]);
  });

  test('a name says what a thing does, not that it does something', () => {
    const vague =
      /\b(?:class|function|const|let|type|interface)\s+\w+(?:Manager|Helper|Processor|Handler|Util|Utils)\b/g;
    expect(places(program, vague, 'name what it is for')).toEqual([]);
  });
});

describe('the type checker and the tests are not talked out of their job', () => {
  test('nothing is of type any', () => {
    const anyType = /(?:[:<|&,=]|\bas|\bextends|\bsatisfies)\s*any\b(?!\s*[:(])/g;
    expect(places(files, anyType, 'use unknown and narrow it')).toEqual([]);
  });

  test('nothing is cast over unknown', () => {
    expect(places(program, /\bas\s+unknown\s+as\b/g, 'decode the value')).toEqual([]);
  });

  test('no test is left out', () => {
    expect(
      places(files, /\b(?:test|it|describe)(?:\.\w+)*\.(?:skip|only|todo)\b/g, 'repair or delete the test'),
    ).toEqual([]);
  });
});

test('the checks see through comments, strings, templates and regular expressions', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source code to be read.
  const text = "a('// no', `x ${f({ b: '}' })} y`); /* { */ c = /[/'{]/.test(d); // {\ne = x / y / z; <p>don't</p>";
  const code = blankOut(text);
  expect(code).toHaveLength(text.length);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: likewise.
  expect(code.replace(/ +/g, ' ')).toBe("a(' ', ` ${f({ b: ' ' })} `); c = .test(d); \ne = x / y / z; <p>don't</p>");
});

test.each([
  ['function f(): void {\n\n}', 'f'],
  ['const f = async (x: { y: number }) => {\n\n};', 'f'],
  ['class A { m(x = g(1)): Map<string, { z: number }> {\n\n} }', 'm'],
  ['return { async f<T>(x: T) {\n\n} }', 'f'],
])('the function in %j is seen', (code, name) => {
  expect(functionLengths(code)).toEqual([{ name, line: 1, lines: 3 }]);
});

test.each([
  'if (a) {\n}',
  'for (const a of b()) {\n}',
  'const a = { b: 1 };',
  'switch (a) {\n}',
  'type A = { b(): void };',
])('there is no function in %j', (code) => {
  expect(functionLengths(code)).toEqual([]);
});

function tooLong(
  lengths: ReadonlyMap<string, number>,
  limit: number,
  exceptions: Readonly<Record<string, number>>,
  remedy: string,
): string[] {
  // The line of a function changes with every edit above it, so an exception is known by file and name.
  const keyOf = (place: string) => place.replace(/:\d+ /, ' ');
  const long = [...lengths]
    .filter(([place, lines]) => lines > Math.max(limit, exceptions[keyOf(place)] ?? 0))
    .map(([place, lines]) => `${place}: ${lines} lines, ${limit} are allowed: ${remedy}`);
  const longest = new Map<string, number>();
  for (const [place, lines] of lengths) longest.set(keyOf(place), Math.max(lines, longest.get(keyOf(place)) ?? 0));
  const loose = Object.entries(exceptions)
    .filter(([key, allowed]) => (longest.get(key) ?? 0) < allowed)
    .map(([key]) => {
      const lines = longest.get(key) ?? 0;
      return `${key} has ${lines} lines now: ${lines > limit ? `lower its exception to ${lines}` : 'take its exception out'}`;
    });
  return [...long, ...loose];
}

/** Each set of nodes that reach one another, found depth first; one ring for each. */
function rings(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const done = new Set<string>();
  const found: string[][] = [];
  const visit = (node: string, path: readonly string[]): void => {
    const seenAt = path.indexOf(node);
    if (seenAt >= 0) {
      found.push([...path.slice(seenAt), node]);
      return;
    }
    if (done.has(node)) return;
    for (const next of edges.get(node) ?? []) visit(next, [...path, node]);
    done.add(node);
  };
  for (const node of edges.keys()) visit(node, []);
  return found;
}
