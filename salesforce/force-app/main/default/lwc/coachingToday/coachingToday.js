import { LightningElement, wire } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import { getListRecordsByName } from 'lightning/uiListsApi';
import LOCALE from '@salesforce/i18n/locale';
import { labels, say } from 'c/coachingLabels';
import { OBJECT, read, reason } from 'c/coachingRecord';

const TWO_MINUTES = 2;
const fields = (...names) => names.map((name) => `${OBJECT}.${name}`);
const sum = (cards) => cards.reduce((minutes, card) => minutes + (card.Minutes__c ?? 0), 0);

/** What is due today over all deals, two minutes of it, and how much of this week's minutes is used. */
export default class CoachingToday extends NavigationMixin(LightningElement) {
    labels = labels;
    problem = '';
    open;
    week = [];

    @wire(getListRecordsByName, {
        objectApiName: OBJECT,
        listViewApiName: 'My_Open_Cards',
        fields: fields('Id', 'Title__c', 'Opportunity__c'),
        optionalFields: fields(
            'Opportunity__r.Name',
            'Minutes__c',
            'Rank__c',
            'Given_At__c',
            'Response__c',
            'Language__c'
        ),
        pageSize: 200
    })
    receivedOpen({ data, error }) {
        if (error) this.problem = say(labels.cannotRead, reason(error));
        if (data) this.open = data.records.map(read).filter((card) => !card.Response__c);
    }

    @wire(getListRecordsByName, {
        objectApiName: OBJECT,
        listViewApiName: 'My_Cards_This_Week',
        fields: fields('Id'),
        optionalFields: fields('Minutes__c', 'Week_Limit__c', 'Given_At__c'),
        pageSize: 200
    })
    receivedWeek({ data }) {
        if (data) this.week = data.records.map(read);
    }

    /** The first cards by rank, the older first, until two minutes are full; one at least. */
    get due() {
        const sorted = [...(this.open ?? [])].sort(
            (one, other) =>
                (one.Rank__c ?? 99) - (other.Rank__c ?? 99) ||
                String(one.Given_At__c ?? '').localeCompare(String(other.Given_At__c ?? ''))
        );
        const fits = sorted.findIndex((_, at) => at > 0 && sum(sorted.slice(0, at + 1)) > TWO_MINUTES);
        return sorted.slice(0, fits < 0 ? sorted.length : fits).map((card) => ({
            ...card,
            address: `/lightning/r/Opportunity/${card.Opportunity__c}/view`,
            deal: card.Opportunity__r?.fields?.Name?.value ?? '',
            minutes: card.Minutes__c ? say(labels.minutes, this.number(card.Minutes__c)) : ''
        }));
    }

    get note() {
        if (this.problem) return '';
        if (!this.open) return labels.loading;
        return this.open.length ? '' : labels.nothingDue;
    }

    get limit() {
        const latest = [...this.week].sort((one, other) =>
            String(other.Given_At__c).localeCompare(String(one.Given_At__c))
        );
        return latest[0]?.Week_Limit__c ?? 0;
    }

    get used() {
        return sum(this.week);
    }

    get usedOf() {
        return this.limit ? say(labels.week, this.number(this.used), this.number(this.limit)) : '';
    }

    number(value) {
        return new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 }).format(value);
    }

    go(event) {
        event.preventDefault();
        this[NavigationMixin.Navigate]({
            type: 'standard__recordPage',
            attributes: { recordId: event.currentTarget.dataset.id, objectApiName: 'Opportunity', actionName: 'view' }
        });
    }
}
