import CoachingCard from 'c/coachingCard';
import { LIST, Observer, all, card, cleared, one, press, settled, shown, text } from '../../../../../../jest/cards';

let told;
const show = (values) => {
    const element = shown('c-coaching-card', CoachingCard, { card: card(values) });
    element.addEventListener('respond', ({ detail }) => told.push(detail));
    return element;
};

beforeEach(() => {
    told = [];
    global.IntersectionObserver = Observer;
});
afterEach(cleared);

it('shows each part that there is under its heading, and no other', () => {
    const element = show({ Talk_Track__c: '<p>Say so.</p>', Video__c: '<p>Video</p>', Minutes__c: 2 });
    expect(all(element, 'h4').map((heading) => heading.textContent)).toEqual([
        'c.Coach_Tip',
        'c.Coach_Talk_Track',
        'c.Coach_Video'
    ]);
    expect(one(element, '.minutes').textContent).toBe('c.Coach_Minutes');
});

it('shows nothing but its title while it is closed', () => {
    const element = show({ open: false });
    expect(text(element).trim()).toBe('Agree on the criteria');
    expect(one(element, '#body, [id^=body]').hidden).toBe(true);
});

it('remembers ticks', async () => {
    const element = show({ Checklist__c: LIST('ul', 'Call', 'Write', 'Ask'), Ticks__c: '3' });
    const boxes = all(element, 'input[type=checkbox]');
    expect(boxes.map((box) => box.checked)).toEqual([false, false, true]);
    boxes[0].checked = true;
    boxes[0].dispatchEvent(new CustomEvent('change'));
    boxes[2].checked = false;
    boxes[2].dispatchEvent(new CustomEvent('change'));
    await settled();
    expect(told).toEqual([{ Ticks__c: '1,3' }, { Ticks__c: '' }]);
});

it('shows a checklist that is no list as it stands', () => {
    const element = show({ Checklist__c: '<p>Just call.</p>' });
    expect(all(element, 'input[type=checkbox]').length).toBe(0);
    expect(all(element, 'lightning-formatted-rich-text').map((rich) => rich.value)).toContain('<p>Just call.</p>');
});

it('is written from right to left where its language is', () => {
    const element = show({ Right_To_Left__c: true, Language__c: 'ar' });
    expect(one(element, 'article').getAttribute('dir')).toBe('rtl');
    expect(one(element, 'article').getAttribute('lang')).toBe('ar');
});

it('leaves out a language that is none', () => {
    expect(one(show({ Language__c: 'nonsense!!' }), 'article').getAttribute('lang')).toBeNull();
});

it('says why it is here, and why no other is', () => {
    const element = show({ Why__c: 'The stage is Proposal.', Why_Not_Others__c: 'Two more wait.' });
    expect(text(element)).toContain('The stage is Proposal.');
    expect(text(element)).toContain('Two more wait.');
});

it('lets a looker-on change nothing', () => {
    const asked = { Question__c: '<p>Who?</p>', Options__c: LIST('ol', 'A'), Checklist__c: LIST('ul', 'Call') };
    const element = show({ ...asked, mine: false });
    expect(all(element, 'input').filter((input) => !input.disabled).length).toBe(0);
    expect(all(element, 'button').length).toBe(1);
    expect(text(element)).toContain('c.Coach_Only_The_Rep');
});

it('settles a card that is put off, dismissed with a reason, or rated', async () => {
    const element = show();
    await press(element, 'c.Coach_In_A_Week');
    await press(element, 'c.Coach_Take_Off');
    expect(one(element, '[role=alert]').textContent).toBe('c.Coach_Say_Why');
    const reasons = all(element, 'input[name=why]');
    reasons[3].dispatchEvent(new CustomEvent('change'));
    await press(element, 'c.Coach_Take_Off');
    expect(told.length).toBe(1);
    const words = one(element, 'textarea');
    words.value = ' Not our product ';
    words.dispatchEvent(new CustomEvent('change'));
    await press(element, 'c.Coach_Take_Off');
    await press(element, 'c.Coach_Yes');
    const at = expect.any(String);
    expect(told).toEqual([
        { Response__c: 'snoozed', Snooze__c: 'week', Responded_At__c: at },
        { Response__c: 'dismissed', Dismissal__c: 'other', Words__c: 'Not our product', Responded_At__c: at },
        { Useful__c: 'yes', Responded_At__c: at }
    ]);
});

it('offers only reading for a card that is there for compliance', async () => {
    const element = show({ Always__c: true });
    expect(text(element)).not.toContain('c.Coach_Not_Now');
    await press(element, 'c.Coach_Have_Read');
    expect(told[0].Response__c).toBe('acknowledged');
});

it('wants an answer chosen before it is given', async () => {
    const element = show({ Question__c: '<p>Who?</p>', Options__c: LIST('ol', 'A', 'B') });
    await press(element, 'c.Coach_Sure');
    expect(one(element, '[role=alert]').textContent).toBe('c.Coach_Choose_First');
    expect(told).toEqual([]);
});

it('takes texts of 10,000 characters, and markup as text', async () => {
    const long = 'x'.repeat(10_000);
    const element = show({ Title__c: '<script>alert(1)</script>', Why__c: long, Checklist__c: LIST('ul', long) });
    expect(all(element, 'script').length).toBe(0);
    expect(one(element, '.text').textContent).toBe('<script>alert(1)</script>');
    await expect(element).toBeAccessible();
});

it('stops watching when it is closed', async () => {
    Observer.all = [];
    const element = show();
    element.card = card({ open: false });
    await settled();
    expect(Observer.all[0].disconnect).toHaveBeenCalled();
});
