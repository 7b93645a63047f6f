import { points, read, reason, ticked } from 'c/coachingRecord';
import { record } from '../../../../../../jest/cards';

it('leaves out what is empty or not there', () => {
    expect(read(record('a01', { Tip__c: null }))).toMatchObject({ Id: 'a01', Tip__c: undefined, State__c: 'open' });
    expect(read({ id: 'a02' })).toEqual({ Id: 'a02' });
});

it('takes the points of a list as text, and runs nothing', () => {
    expect(points('<ul><li>One &amp; <b>two</b></li><li><img src="x" onerror="alert(1)">Three</li></ul>')).toEqual([
        'One & two',
        'Three'
    ]);
    expect(points(undefined)).toEqual([]);
});

it('takes nonsense for no ticks', () => {
    expect([...ticked('1,3')]).toEqual([1, 3]);
    expect([...ticked('x,,-1')]).toEqual([]);
    expect([...ticked(null)]).toEqual([]);
});

it.each([
    [{ body: { message: 'No access.' } }, 'No access.'],
    [{ body: [{ message: 'First.' }] }, 'First.'],
    [{ body: { message: 'x', output: { errors: [{ message: 'Only the rep.' }] } } }, 'Only the rep.'],
    [{ body: { output: { errors: [], fieldErrors: { A__c: [{ message: 'Too long.' }] } } } }, 'Too long.'],
    [new Error('Offline.'), 'Offline.'],
    [undefined, 'c.Coach_Unknown_Error']
])('says why', (error, sentence) => expect(reason(error)).toBe(sentence));
