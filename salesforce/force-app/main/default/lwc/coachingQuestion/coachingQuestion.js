import { LightningElement, api } from 'lwc';
import { labels } from 'c/coachingLabels';
import { points } from 'c/coachingRecord';

const LETTERS = 'ABCDEF';

/** A card's question, with the answers to choose from; the explanation once there is one. */
export default class CoachingQuestion extends LightningElement {
    @api card;
    labels = labels;
    chosen = 0;
    problem = '';
    answered = false;

    /** The button that was pressed is gone with the question: who types goes on from what came of it. */
    renderedCallback() {
        if (this.answered && !this.asks) {
            this.answered = false;
            this.refs.result.focus();
        }
    }

    get asks() {
        return this.card.mine && !this.card.Answer__c;
    }

    get options() {
        return points(this.card.Options__c).map((text, at) => ({
            text,
            number: at + 1,
            letter: `${LETTERS[at] ?? at + 1}.`,
            id: `option-${at + 1}`,
            told: this.told(at + 1)
        }));
    }

    get waits() {
        return this.card.Answer__c && !this.card.Explanation__c;
    }

    told(number) {
        const { Answer__c: chosen, Right_Option__c: right } = this.card;
        if (number === chosen) return number === right ? labels.yourAnswerRight : labels.yourAnswer;
        return chosen && number === right ? labels.rightAnswer : '';
    }

    choose({ target }) {
        this.chosen = Number(target.value);
        this.problem = '';
    }

    answer({ target }) {
        if (!this.chosen) {
            this.problem = labels.chooseFirst;
            return;
        }
        const detail = {
            Answer__c: this.chosen,
            Sure__c: target.value,
            Responded_At__c: new Date().toISOString()
        };
        this.answered = true;
        this.dispatchEvent(new CustomEvent('respond', { detail }));
    }
}
