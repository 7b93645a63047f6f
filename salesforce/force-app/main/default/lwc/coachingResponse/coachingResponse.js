import { LightningElement, api } from 'lwc';
import { labels } from 'c/coachingLabels';

const TOLD = {
    acknowledged: labels.readTold,
    done: labels.doneTold,
    dismissed: labels.dismissedTold,
    snoozed: labels.snoozedTold
};

/** What a rep says of a card: done, not now, not for this deal, useful or not. */
export default class CoachingResponse extends LightningElement {
    @api card;
    labels = labels;
    why = '';
    words = '';
    problem = '';
    settled = false;
    lengths = [
        { value: 'day', label: labels.tomorrow },
        { value: 'week', label: labels.inAWeek },
        { value: 'stage', label: labels.stageChanges }
    ];
    reasons = [
        { value: 'not_relevant', label: labels.notRelevant, id: 'why-1' },
        { value: 'already_done', label: labels.alreadyDone, id: 'why-2' },
        { value: 'wrong', label: labels.wrong, id: 'why-3' },
        { value: 'other', label: labels.other, id: 'why-4' }
    ];

    /** The button that was pressed is gone: who types goes on from what came of it. */
    renderedCallback() {
        if (this.settled && this.told) {
            this.settled = false;
            this.refs.told.focus();
        }
    }

    get offersRead() {
        return this.card.Always__c && !this.told;
    }

    get offersAll() {
        return !this.card.Always__c && !this.told;
    }

    get told() {
        return TOLD[this.card.Response__c] ?? '';
    }

    get ratings() {
        return [
            { value: 'yes', label: labels.yes },
            { value: 'no', label: labels.no }
        ].map((each) => ({ ...each, pressed: String(this.card.Useful__c === each.value) }));
    }

    get rated() {
        return Boolean(this.card.Useful__c);
    }

    settle({ target }) {
        this.tell({ Response__c: target.value });
    }

    putOff({ target }) {
        this.tell({ Response__c: 'snoozed', Snooze__c: target.value });
    }

    choose({ target }) {
        this.why = target.value;
        this.problem = '';
    }

    write({ target }) {
        this.words = target.value;
    }

    dismiss() {
        const words = this.words.trim();
        if (!this.why || (this.why === 'other' && !words)) {
            this.problem = labels.sayWhy;
            return;
        }
        this.tell({ Response__c: 'dismissed', Dismissal__c: this.why, Words__c: words });
    }

    rate({ target }) {
        this.tell({ Useful__c: target.value });
    }

    tell(fields) {
        this.settled = Boolean(fields.Response__c);
        const detail = { ...fields, Responded_At__c: new Date().toISOString() };
        this.dispatchEvent(new CustomEvent('respond', { detail }));
    }
}
