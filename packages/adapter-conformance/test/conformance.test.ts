import { describe, test } from '@jest/globals';
import { runConformance } from '../src/index.ts';
import { subject as fileDrop } from './examples/file-drop/subject.ts';
import { subject as paper } from './examples/paper/subject.ts';

describe('a push adapter that is right passes', () => runConformance(test.concurrent, paper));
describe('a poll adapter that is right passes', () => runConformance(test.concurrent, fileDrop));
