import { test } from '@jest/globals';
import { runConformance } from '@yihaotong/adapter-conformance';
import { subject } from './subject.ts';

runConformance(test, subject);
