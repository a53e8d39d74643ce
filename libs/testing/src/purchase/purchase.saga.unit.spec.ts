import { describe, it } from '@jest/globals';
import { EventHeld } from '@troupe/contracts';
import { testSaga } from '../test-saga.ts';
import {
  ApprovalGiven,
  ApprovalRefused,
  GoodsOrdered,
  GoodsUnordered,
  ManagerAsked,
  OfferDeclined,
  OfferMade,
  OrderWanted,
  PurchaseClosed,
  PurchaseDone,
  PurchaseRefused,
  PurchaseWanted,
  PurchaseWithdrawn,
  SuppliersChosen,
  UndoWanted,
} from './purchase-events.fixture.ts';
import { purchaseSaga } from './purchase.saga.fixture.ts';

const wanted = PurchaseWanted({ what: 'chairs' });
const suppliers = SuppliersChosen({ suppliers: 'acme bolt' });
const offer = OfferMade({ offer: 'acme 12 chairs' });
const declined = OfferDeclined({ offer: 'bolt none' });
const approved = ApprovalGiven({ by: 'rules' });
const ordered = GoodsOrdered({ number: 'A-1' });

describe('a purchase', () => {
  it('is ordered from whom made an offer, once it is approved', () => {
    const offered = testSaga(purchaseSaga).given(wanted, suppliers, declined, offer);
    offered.when(approved).thenSends(OrderWanted({ offer: 'acme 12 chairs' }));
    offered
      .given(approved)
      .when(ordered)
      .thenSends(PurchaseDone({ number: 'A-1' }));
  });

  it('waits for a person when nobody approves it', () => {
    const waiting = testSaga(purchaseSaga).given(wanted, suppliers, declined, offer).after('5h');
    waiting.thenSends(ManagerAsked({ what: 'chairs' }));
    waiting.given(approved, ordered).thenStatus('completed');
    waiting.after('3d').thenStatus('rolling-back');
  });

  it('is undone when it is taken back', () => {
    const done = testSaga(purchaseSaga).given(wanted, suppliers, declined, offer, approved, ordered);
    const undo = done.when(PurchaseWithdrawn({ reason: 'moved' }));
    undo.thenSends(UndoWanted({ number: 'A-1' }));
    done
      .given(PurchaseWithdrawn({ reason: 'moved' }))
      .when(GoodsUnordered({ number: 'A-1' }))
      .thenSends(PurchaseClosed({ outcome: 'cancelled' }));
  });

  it('waits while its order is held, and goes through when that is released', () => {
    const held = testSaga(purchaseSaga)
      .given(wanted, suppliers, declined, offer, approved)
      .given(
        EventHeld({
          ...{ agent: 'order-agent', event: 'e-1', type: OrderWanted.type, code: 'TERMINAL', letter: 'l-1' },
        }),
      );
    held.thenStatus('running');
    held.when(ordered).thenSends(PurchaseDone({ number: 'A-1' }));
  });

  it('is refused with a reason', () =>
    testSaga(purchaseSaga)
      .given(wanted, suppliers, declined, offer)
      .when(ApprovalRefused({ by: 'rules' }))
      .thenSends(PurchaseRefused({ reason: 'offer.declined approval.refused' })));
});
