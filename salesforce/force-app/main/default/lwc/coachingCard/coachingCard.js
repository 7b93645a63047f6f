import { LightningElement, api } from 'lwc';
import LOCALE from '@salesforce/i18n/locale';
import { labels, say } from 'c/coachingLabels';
import { PARTS, points, ticked } from 'c/coachingRecord';
import { watch } from 'c/coachingSeen';

/** One card: its title, and, where it is open, everything else. */
export default class CoachingCard extends LightningElement {
    @api card;
    labels = labels;
    stop;

    renderedCallback() {
        const body = this.refs.body;
        if (this.card.open && !this.stop) this.stop = watch(body, () => this.tell('seen'));
        if (!this.card.open) this.unwatch();
    }

    disconnectedCallback() {
        this.unwatch();
    }

    unwatch() {
        this.stop?.();
        this.stop = undefined;
    }

    get direction() {
        return this.card.Right_To_Left__c ? 'rtl' : 'ltr';
    }

    get expanded() {
        return String(this.card.open);
    }

    get closed() {
        return !this.card.open;
    }

    get minutes() {
        const minutes = this.card.Minutes__c;
        return minutes ? say(labels.minutes, new Intl.NumberFormat(LOCALE).format(minutes)) : '';
    }

    get language() {
        try {
            return Intl.getCanonicalLocales(this.card.Language__c)[0];
        } catch {
            return undefined;
        }
    }

    get parts() {
        return PARTS.filter(([name]) => this.card[name]).map(([name, heading]) => {
            const isList = name === 'Checklist__c' && points(this.card[name]).length > 0;
            return { name, heading, isList, html: this.card[name], points: isList ? this.points : [] };
        });
    }

    get points() {
        const done = ticked(this.card.Ticks__c);
        return points(this.card.Checklist__c).map((text, at) => ({
            text,
            number: at + 1,
            id: `point-${at + 1}`,
            done: done.has(at + 1)
        }));
    }

    get lookingOn() {
        return !this.card.mine;
    }

    get hasQuestion() {
        return Boolean(this.card.Question__c && this.card.Options__c);
    }

    toggle() {
        this.tell('toggle', { open: !this.card.open });
    }

    tick({ target }) {
        const done = ticked(this.card.Ticks__c);
        const number = Number(target.value);
        if (target.checked) done.add(number);
        else done.delete(number);
        this.tell('respond', { Ticks__c: [...done].sort((one, other) => one - other).join(',') });
    }

    pass({ detail }) {
        this.tell('respond', detail);
    }

    tell(name, detail) {
        this.dispatchEvent(new CustomEvent(name, { detail }));
    }
}
