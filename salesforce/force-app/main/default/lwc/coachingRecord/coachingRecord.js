// A card's record, read and written through Lightning Data Service.
import { updateRecord } from 'lightning/uiRecordApi';
import { labels } from 'c/coachingLabels';

export const OBJECT = 'Coaching_Card__c';
export const PARTS = [
    ['Tip__c', labels.tip],
    ['Talk_Track__c', labels.talkTrack],
    ['Objection__c', labels.objection],
    ['Checklist__c', labels.checklist],
    ['Video__c', labels.video],
    ['Link__c', labels.read]
];
const qualified = (names) => names.map((name) => `${OBJECT}.${name}`);

/** Without these there is no card. */
export const NEEDED = qualified(['Id', 'Title__c', 'State__c', 'Rep__c']);
/** What somebody may not see, or an older package does not have, is left out of the card. */
export const OPTIONAL = qualified([
    ...PARTS.map(([name]) => name),
    'Question__c',
    'Options__c',
    'Right_Option__c',
    'Explanation__c',
    'Why__c',
    'Why_Not_Others__c',
    'About__c',
    'Minutes__c',
    'Rank__c',
    'Language__c',
    'Right_To_Left__c',
    'Always__c',
    'Opened_At__c',
    'Ticks__c',
    'Response__c',
    'Useful__c',
    'Answer__c'
]);

/** The record as a plain object, by the names of its fields; what is not there is undefined. */
export const read = (record) => {
    const fields = Object.entries(record.fields ?? {}).map(([name, field]) => [name, field?.value ?? undefined]);
    return { Id: record.id, ...Object.fromEntries(fields) };
};

/** The points of a list in rich text, as plain text. */
export const points = (html) =>
    [...new DOMParser().parseFromString(html ?? '', 'text/html').querySelectorAll('li')].map((point) =>
        point.textContent.trim()
    );

/** The numbers of the points that are ticked. */
export const ticked = (text) =>
    new Set(
        (text ?? '')
            .split(',')
            .map(Number)
            .filter((number) => number > 0)
    );

/** Write some fields of a card. Rejects with what Lightning Data Service rejects with. */
export const save = (id, fields) => updateRecord({ fields: { Id: id, ...fields } });

/** The sentence in an error of Lightning Data Service. */
export const reason = (error) => {
    const body = Array.isArray(error?.body) ? error.body[0] : error?.body;
    const ofField = Object.values(body?.output?.fieldErrors ?? {}).flat()[0];
    const found = body?.output?.errors?.[0]?.message ?? ofField?.message ?? body?.message ?? error?.message;
    return found ? String(found) : labels.unknownError;
};
