import { LightningElement, api, wire } from 'lwc';
import userId from '@salesforce/user/Id';
import { getRelatedListRecords } from 'lightning/uiRelatedListApi';
import { notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import { labels, say } from 'c/coachingLabels';
import { NEEDED, OPTIONAL, read, reason, save } from 'c/coachingRecord';

const AGAIN = [2, 4, 8, 16, 32];
const GONE = new Set(['done', 'dismissed', 'snoozed']);

/** The coaching on a deal: the first card open, the others as titles. */
export default class CoachingCards extends LightningElement {
    @api recordId;
    labels = labels;
    problem = '';
    loaded = false;
    records = [];
    changes = {};
    open = '';
    opened = new Set();
    timers = new Set();

    @wire(getRelatedListRecords, {
        parentRecordId: '$recordId',
        relatedListId: 'Coaching_Cards__r',
        fields: NEEDED,
        optionalFields: OPTIONAL,
        where: '{ State__c: { eq: "open" } }',
        sortBy: ['Coaching_Card__c.Rank__c'],
        pageSize: 50
    })
    received({ data, error }) {
        if (error) this.problem = say(labels.cannotRead, reason(error));
        if (!data) return;
        this.problem = '';
        this.loaded = true;
        this.records = data.records.map(read).filter((card) => card.State__c === 'open');
        if (!this.records.some((card) => card.Id === this.open)) this.open = this.records[0]?.Id ?? '';
    }

    disconnectedCallback() {
        this.timers.forEach(clearTimeout);
    }

    get cards() {
        return this.records.map((record) => {
            const card = { ...record, ...this.changes[record.Id] };
            return {
                ...card,
                mine: card.Rep__c === userId,
                settled: GONE.has(card.Response__c),
                open: card.Id === this.open
            };
        });
    }

    get note() {
        if (!this.recordId) return labels.noRecord;
        if (this.problem) return '';
        if (!this.loaded) return labels.loading;
        return this.records.length ? '' : labels.empty;
    }

    toggle({ target, detail }) {
        this.open = detail.open ? target.card.Id : '';
    }

    /** Counted once a person, card and day. */
    seen({ target }) {
        const { Id, Opened_At__c: before, mine } = target.card;
        const now = new Date();
        const today = before && new Date(before).toDateString() === now.toDateString();
        if (!mine || today || this.opened.has(Id)) return;
        this.opened.add(Id);
        save(Id, { Opened_At__c: now.toISOString() }).catch(() => this.opened.delete(Id));
    }

    async respond({ target, detail }) {
        const { Id } = target.card;
        const before = this.changes[Id];
        this.problem = '';
        this.changes = { ...this.changes, [Id]: { ...before, ...detail } };
        try {
            await save(Id, detail);
            if (detail.Answer__c) this.lookAgain(Id, 0);
        } catch (error) {
            this.changes = { ...this.changes, [Id]: before };
            this.problem = say(labels.cannotSave, reason(error));
        }
    }

    /** The explanation is written once the answer is known, some seconds later. */
    lookAgain(id, turn) {
        if (turn >= AGAIN.length || this.records.find((card) => card.Id === id)?.Explanation__c) return;
        // eslint-disable-next-line @lwc/lwc/no-async-operation -- ends after a minute, and with the component
        const timer = setTimeout(() => {
            this.timers.delete(timer);
            notifyRecordUpdateAvailable([{ recordId: id }]);
            this.lookAgain(id, turn + 1);
        }, AGAIN[turn] * 1000);
        this.timers.add(timer);
    }
}
