/**
 * Shadow roots that a page declares ("declarative shadow DOM"): a visitor sees what such a template holds, so that it is an element
 * like any other. Its end tag then ends nothing: the element ends with the one whose shadow it is, and what stands there in the
 * light is read behind what stands in the shadow.
 */
import { SHADOWED } from './tag-kinds.ts';

/** The attribute that declares one. */
export const SHADOW_ROOT = 'shadowrootmode';

const DECLARED = new RegExp(`<template(?=\\s[^>]{0,300}?\\b${SHADOW_ROOT}\\s{0,5}=)`, 'gi');

/** The page with the templates that are shadow roots under a name of their own. */
export function withShadowsNamed(html: string): string {
  return html.replace(DECLARED, `<${SHADOWED}`);
}
