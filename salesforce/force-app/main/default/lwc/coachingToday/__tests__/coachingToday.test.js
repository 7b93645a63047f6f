import CoachingToday from 'c/coachingToday';
import { getListRecordsByName } from 'lightning/uiListsApi';
import { went } from 'lightning/navigation';
import { all, cleared, one, record, settled, shown, text } from '../../../../../../jest/cards';

let element;
const give = async (records) => {
    getListRecordsByName.emit({ records }, ({ listViewApiName }) => listViewApiName === 'My_Open_Cards');
    await settled();
};
const week = async (records) => {
    getListRecordsByName.emit({ records }, ({ listViewApiName }) => listViewApiName === 'My_Cards_This_Week');
    await settled();
};
const due = () => all(element, 'a').map((link) => link.textContent);
const waiting = (id, title, rank, minutes) =>
    record(id, { Title__c: title, Rank__c: rank, Minutes__c: minutes, Opportunity__c: `006${id}` });

beforeEach(() => {
    went.mockClear();
    element = shown('c-coaching-today', CoachingToday, {});
});
afterEach(cleared);

it('shows two minutes of what is due, by rank', async () => {
    await give([waiting('3', 'Third', 3, 1), waiting('1', 'First', 1, 1), waiting('2', 'Second', 2, 1)]);
    expect(due()).toEqual(['First', 'Second']);
});

it('shows one card at least, however long', async () => {
    await give([waiting('1', 'Long', 1, 9), waiting('2', 'Short', 2, 0.5)]);
    expect(due()).toEqual(['Long']);
});

it('shows no card that the rep has settled', async () => {
    await give([record('1', { Response__c: 'done' })]);
    expect(due()).toEqual([]);
});

it('leads to the deal', async () => {
    await give([waiting('1', 'First', 1, 1)]);
    one(element, 'a').click();
    expect(went).toHaveBeenCalledWith(expect.objectContaining({ type: 'standard__recordPage' }));
    expect(went.mock.calls[0][0].attributes.recordId).toBe('0061');
});

it('shows how much of the week is used, with the latest limit', async () => {
    await week([
        record('1', { Minutes__c: 2, Week_Limit__c: 24, Given_At__c: '2026-11-30T08:00:00.000Z' }),
        record('2', { Minutes__c: 1.5, Week_Limit__c: 20, Given_At__c: '2026-11-29T08:00:00.000Z' })
    ]);
    expect([one(element, 'meter').value, one(element, 'meter').max]).toEqual([3.5, 24]);
});

it('says that nothing is due, and what is the matter', async () => {
    expect(text(element)).toContain('c.Coach_Loading');
    await give([]);
    expect(text(element)).toContain('c.Coach_Nothing_Due');
    getListRecordsByName.error({ message: 'No list.' });
    await settled();
    expect(one(element, '[role=alert]').textContent).toContain('c.Coach_Cannot_Read');
});

it('is accessible', async () => {
    await give([waiting('1', 'First', 1, 1)]);
    await week([record('1', { Minutes__c: 2, Week_Limit__c: 24, Given_At__c: '2026-11-30T08:00:00.000Z' })]);
    await expect(element).toBeAccessible();
});
