/** A project of Jest has no time limit of its own: whole runs with real tools take longer than five seconds. */
import { jest } from '@jest/globals';

jest.setTimeout(120_000);
