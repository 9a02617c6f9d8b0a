// Reads a JSON list of FEEL expressions on standard input and writes the list of their values, tagged by kind.
import { readFileSync } from 'node:fs';
import { evaluate } from 'feelin';

function tagged(value) {
  if (value === null || value === undefined) return { kind: 'null' };
  if (typeof value === 'number') return Number.isFinite(value) ? { kind: 'number', value } : { kind: 'other' };
  if (typeof value === 'string' || typeof value === 'boolean') return { kind: typeof value, value };
  if (Array.isArray(value)) return { kind: 'list', value: value.map(tagged) };
  const name = value.constructor?.name ?? '';
  if (/Range|Function/.test(name) || typeof value === 'function') return { kind: 'other' };
  if (name === 'Object') {
    return { kind: 'context', value: Object.fromEntries(Object.entries(value).map(([k, v]) => [k, tagged(v)])) };
  }
  return { kind: 'temporal', value: String(value) };
}

function answer(text) {
  try {
    return tagged(evaluate(text, {}).value);
  } catch (error) {
    return { kind: 'error', value: String(error.message) };
  }
}

const texts = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(texts.map(answer)));
