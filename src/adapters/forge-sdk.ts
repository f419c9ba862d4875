/** A bundle of its own beside the main one: only runs that open pull requests load it, and a start does not read what it will not use. */
export { defaults, getOctokitOptions, GitHub } from '@actions/github/lib/utils';
