import CoachingCards from 'c/coachingCards';
import { getRelatedListRecords } from 'lightning/uiRelatedListApi';
import { notifyRecordUpdateAvailable, updateRecord } from 'lightning/uiRecordApi';
import {
    LIST,
    Observer,
    REP,
    all,
    cleared,
    focused,
    one,
    press,
    record,
    settled,
    shown,
    text
} from '../../../../../../jest/cards';

jest.mock('@salesforce/user/Id', () => ({ default: '005000000000001AAA' }), { virtual: true });

let element;
const give = async (...records) => {
    getRelatedListRecords.emit({ records });
    await settled();
};

beforeEach(() => {
    jest.useFakeTimers();
    Observer.all = [];
    global.IntersectionObserver = Observer;
    updateRecord.mockReset().mockResolvedValue({});
    notifyRecordUpdateAvailable.mockClear();
    element = shown('c-coaching-cards', CoachingCards, { recordId: '006000000000001AAA' });
});
afterEach(cleared);

it('asks for the open cards of this deal, by rank', () => {
    expect(getRelatedListRecords.getLastConfig()).toMatchObject({
        parentRecordId: '006000000000001AAA',
        relatedListId: 'Coaching_Cards__r',
        where: '{ State__c: { eq: "open" } }',
        sortBy: ['Coaching_Card__c.Rank__c']
    });
});

it('opens the first card and shows the rest as titles', async () => {
    await give(record('a01'), record('a02', { Title__c: 'Why now' }));
    const titles = all(element, 'h3 button');
    expect(titles.map((title) => title.getAttribute('aria-expanded'))).toEqual(['true', 'false']);
    titles[1].click();
    await settled();
    expect(titles.map((title) => title.getAttribute('aria-expanded'))).toEqual(['false', 'true']);
    titles[1].click();
    await settled();
    expect(titles.map((title) => title.getAttribute('aria-expanded'))).toEqual(['false', 'false']);
});

it('says what is the matter: no cards, no deal, no rights', async () => {
    expect(text(element)).toContain('c.Coach_Loading');
    await give();
    expect(text(element)).toContain('c.Coach_Empty');
    getRelatedListRecords.error({ message: 'No such list.' });
    await settled();
    expect(one(element, '[role=alert]').textContent).toContain('c.Coach_Cannot_Read');
    element.recordId = undefined;
    await settled();
    expect(text(element)).toContain('c.Coach_No_Record');
});

it('leaves out a card whose state somebody set to something else', async () => {
    await give(record('a01', { State__c: 'nonsense' }), record('a02', { State__c: 'retired' }));
    expect(all(element, 'h3').length).toBe(0);
});

it('writes that a card was opened, once a day', async () => {
    await give(record('a01'));
    Observer.all[0].show(1);
    jest.advanceTimersByTime(2000);
    expect(updateRecord).toHaveBeenCalledWith({ fields: { Id: 'a01', Opened_At__c: expect.any(String) } });
    await give(record('a01'));
    all(element, 'h3 button')[0].click();
    await settled();
    all(element, 'h3 button')[0].click();
    await settled();
    Observer.all.at(-1).show(1);
    jest.advanceTimersByTime(2000);
    expect(updateRecord).toHaveBeenCalledTimes(1);
});

it.each([
    ['today', { Opened_At__c: new Date().toISOString() }],
    ['by somebody else', { Rep__c: '005000000000009AAA' }]
])('counts no opening that was counted, or is %s', async (_, values) => {
    await give(record('a01', values));
    Observer.all[0].show(1);
    jest.advanceTimersByTime(2000);
    expect(updateRecord).not.toHaveBeenCalled();
});

it('saves what the rep says, and says that it did', async () => {
    await give(record('a01'));
    await press(element, 'c.Coach_Done');
    expect(updateRecord).toHaveBeenCalledWith({
        fields: { Id: 'a01', Response__c: 'done', Responded_At__c: expect.any(String) }
    });
    expect(text(element)).toContain('c.Coach_Done_Told');
});

it('leaves who types where the answer is, once the button is gone', async () => {
    await give(record('a01', { Question__c: '<p>Who?</p>', Options__c: LIST('ol', 'A', 'B') }));
    all(element, 'input[type=radio]')[0].dispatchEvent(new CustomEvent('change'));
    await press(element, 'c.Coach_Sure');
    expect(focused().tagName).toBe('OL');
    await press(element, 'c.Coach_Done');
    expect(focused().textContent).toBe('c.Coach_Done_Told');
});

it('takes back what could not be saved, and says why', async () => {
    updateRecord.mockRejectedValue({ body: { message: 'Locked.' } });
    await give(record('a01'));
    await press(element, 'c.Coach_Done');
    expect(one(element, '[role=alert]').textContent).toContain('c.Coach_Cannot_Save');
    expect(text(element)).not.toContain('c.Coach_Done_Told');
});

it('looks for the explanation until it is there', async () => {
    const asked = { Question__c: '<p>Who decides?</p>', Options__c: LIST('ol', 'The buyer', 'The user') };
    await give(record('a01', asked));
    all(element, 'input[type=radio]')[1].dispatchEvent(new CustomEvent('change'));
    await press(element, 'c.Coach_Sure');
    expect(updateRecord).toHaveBeenCalledWith({
        fields: { Id: 'a01', Answer__c: 2, Sure__c: 'yes', Responded_At__c: expect.any(String) }
    });
    expect(text(element)).toContain('c.Coach_Explanation_Comes');
    jest.advanceTimersByTime(2000);
    expect(notifyRecordUpdateAvailable).toHaveBeenCalledWith([{ recordId: 'a01' }]);
    await give(record('a01', { ...asked, Answer__c: 2, Right_Option__c: 1, Explanation__c: '<p>They sign.</p>' }));
    expect(text(element)).toContain('c.Coach_Right_Answer');
    jest.advanceTimersByTime(100_000);
    expect(notifyRecordUpdateAvailable.mock.calls.length).toBeLessThanOrEqual(2);
});

it('stops looking when it leaves the page', async () => {
    await give(record('a01', { Question__c: '<p>Who?</p>', Options__c: LIST('ol', 'A', 'B') }));
    all(element, 'input[type=radio]')[0].dispatchEvent(new CustomEvent('change'));
    await press(element, 'c.Coach_Not_Sure');
    cleared();
    jest.advanceTimersByTime(100_000);
    expect(notifyRecordUpdateAvailable).not.toHaveBeenCalled();
});

it('is accessible with five cards, and with a looker-on', async () => {
    jest.useRealTimers();
    const asked = { Question__c: '<p>Who?</p>', Options__c: LIST('ol', 'A', 'B'), Checklist__c: LIST('ul', 'Call') };
    await give(...['a01', 'a02', 'a03', 'a04', 'a05'].map((id) => record(id, { ...asked, Why__c: 'Stage' })));
    await expect(element).toBeAccessible();
    await give(record('a01', { ...asked, Rep__c: `${REP.slice(0, 14)}9AAA` }));
    await expect(element).toBeAccessible();
});
