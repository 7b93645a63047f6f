// The adapters that the components use; the library's own stub does not have them.
import { createLdsTestWireAdapter } from '@salesforce/wire-service-jest-util';

export const getListRecordsByName = createLdsTestWireAdapter(jest.fn());
