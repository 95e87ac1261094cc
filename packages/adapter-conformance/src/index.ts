export type { Check } from './check.ts';
export { type FakeHttpVendor, fakeHttpVendor } from './fake-vendor.ts';
export type { Answer, ItemRequest } from './http.ts';
export type { ByteItem, FakeSource, FakeVendor, Forgery, Item, ItemFields, SentMessage, Subject } from './subject.ts';
export { adapterConformance, runConformance, type TestFunction } from './suite.ts';
