import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { packageRoot } from '../../src/server/package-root.ts';

export type SourceFile = {
  /** From the package's root, with `/`. */
  path: string;
  lines: number;
  /** The text with comments, strings and regular expressions blanked out: as long as the text, line for line. */
  code: string;
  imports: readonly Import[];
};

/** `target` is a path from the package's root, or the name of a package. */
export type Import = { target: string; line: number };

const GENERATED = new Set(['src/server/db/schema.ts']);

/** Every source file of the project, in the order of their paths. */
export function sourceFiles(): SourceFile[] {
  return ['bench', 'scripts', 'src', 'test'].flatMap(filesBelow).map(readSource);
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(packageRoot, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesBelow(path);
      return /\.(tsx?|mjs)$/.test(path) && !GENERATED.has(path) ? [path] : [];
    });
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(packageRoot, path), 'utf8');
  const code = blankOut(text);
  return { path, lines: text.split('\n').length - 1, code, imports: importsOf(path, text, code) };
}

export const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

// The keyword is looked for in the blanked code, so that an example in a comment is none; the name stands in the text.
const IMPORT = /\b(?:import|export)\b(?:[\s\w{},*$]*?\bfrom)?\s*\(?\s*(?=['"])/g;

function importsOf(path: string, text: string, code: string): Import[] {
  return [...code.matchAll(IMPORT)].flatMap((match) => {
    const end = match.index + match[0].length;
    const name = /^(['"])(.*?)\1/.exec(text.slice(end, end + 300))?.[2];
    if (name === undefined) return [];
    const target = name.startsWith('.') ? normalize(join(dirname(path), name)) : name;
    return [{ target, line: lineAt(text, end) }];
  });
}

const BEFORE_REGEXP = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else|await))\s*$/;

/** Replaces what is not code by spaces. The quotes themselves stay. Code inside `${}` of a template stays too. */
export function blankOut(text: string): string {
  const blank = (part: string): string => part.replace(/[^\n]/g, ' ');
  let code = '';
  let rest = text;
  const templates: number[] = [];
  let depth = 0;
  const take = (length: number, hide: (part: string) => string = (part) => part): void => {
    code += hide(rest.slice(0, length));
    rest = rest.slice(length);
  };
  const takeTemplate = (): void => {
    const length = /^(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/.exec(rest)?.[0].length ?? 0;
    take(length, blank);
    if (rest.startsWith('${')) {
      templates.push(depth);
      depth += 1;
      take(2);
    } else take(1);
  };
  while (rest !== '') {
    const comment = /^(?:\/\/[^\n]*|\/\*[\s\S]*?\*\/)/.exec(rest)?.[0];
    // A quote that no other ends on its line is an apostrophe in the text of a page.
    const string = /^(?:'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*")/.exec(rest)?.[0];
    const regexp = /^\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/.exec(rest)?.[0];
    if (comment !== undefined) take(comment.length, blank);
    else if (string !== undefined) take(string.length, (part) => `${part[0]}${blank(part.slice(1, -1))}${part[0]}`);
    else if (regexp !== undefined && BEFORE_REGEXP.test(code.slice(-40))) take(regexp.length, blank);
    else if (rest[0] === '`') {
      take(1);
      takeTemplate();
    } else if (rest[0] === '}' && templates.at(-1) === depth - 1) {
      templates.pop();
      depth -= 1;
      take(1);
      takeTemplate();
    } else {
      depth += rest[0] === '{' ? 1 : rest[0] === '}' ? -1 : 0;
      take(1);
    }
  }
  return code;
}
