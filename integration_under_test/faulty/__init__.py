"""Integrations with exactly one safeguard broken, which the checkers must find (the zoo).

Each is the reference with one change in one file, and says in its `mutant` which checker must kill
it in which run (`testbed zoo`). A checker that kills none of them is dead weight.
"""

ZOO = {
    "takes_copies": "integration_under_test.faulty.takes_copies:TakesCopies",
    "acks_before_commit": "integration_under_test.faulty.acks_before_commit:AcksBeforeCommit",
    "publishes_outside": "integration_under_test.faulty.publishes_outside:PublishesOutside",
    "knows_ids_only": "integration_under_test.faulty.knows_ids_only:KnowsIdsOnly",
    "retries_without_key": "integration_under_test.faulty.retries_without_key:RetriesWithoutKey",
    "forgets_too_soon": "integration_under_test.faulty.forgets_too_soon:ForgetsTooSoon",
    "one_key_per_patient": "integration_under_test.faulty.one_key_per_patient:OneKeyPerPatient",
    "one_queue_for_all": "integration_under_test.faulty.one_queue_for_all:OneQueueForAll",
    "drops_on_timeout": "integration_under_test.faulty.drops_on_timeout:DropsOnTimeout",
    "last_arrival_wins": "integration_under_test.faulty.last_arrival_wins:LastArrivalWins",
    "float_money": "integration_under_test.faulty.float_money:FloatMoney",
    "compares_totals": "integration_under_test.faulty.compares_totals:ComparesTotals",
    "counts_boxes": "integration_under_test.faulty.counts_boxes:CountsBoxes",
    "closes_in_greenwich": "integration_under_test.faulty.closes_in_greenwich:ClosesInGreenwich",
    "takes_back_anew": "integration_under_test.faulty.takes_back_anew:TakesBackAnew",
    "comes_back_unfenced": "integration_under_test.faulty.comes_back_unfenced:ComesBackUnfenced",
    "takes_429_for_no": "integration_under_test.faulty.takes_429_for_no:Takes429ForNo",
    "reads_its_own_hand": "integration_under_test.faulty.reads_its_own_hand:ReadsItsOwnHand",
    "believes_half_a_file": "integration_under_test.faulty.believes_half_a_file:BelievesHalfAFile",
    "looks_then_notes": "integration_under_test.faulty.looks_then_notes:LooksThenNotes",
    "valid_from_the_load": "integration_under_test.faulty.valid_from_the_load:ValidFromTheLoad",
    "half_a_contract": "integration_under_test.faulty.half_a_contract:HalfAContract",
    "bills_everything": "integration_under_test.faulty.bills_everything:BillsEverything",
    "traces_by_patient": "integration_under_test.faulty.traces_by_patient:TracesByPatient",
    "starts_traces_anew": "integration_under_test.faulty.starts_traces_anew:StartsTracesAnew",
    "refuses_strangers": "integration_under_test.faulty.refuses_strangers:RefusesStrangers",
    "trusts_upserts": "integration_under_test.faulty.trusts_upserts:TrustsUpserts",
    "revives_suppliers": "integration_under_test.faulty.revives_suppliers:RevivesSuppliers",
    "headquarters_pays": "integration_under_test.faulty.headquarters_pays:HeadquartersPays",
    "reuses_numbers": "integration_under_test.faulty.reuses_numbers:ReusesNumbers",
    "skips_payments": "integration_under_test.faulty.skips_payments:SkipsPayments",
    "charges_the_credit": "integration_under_test.faulty.charges_the_credit:ChargesTheCredit",
    "keeps_the_commitment": "integration_under_test.faulty.keeps_the_commitment:KeepsTheCommitment",
    "loses_the_lot": "integration_under_test.faulty.loses_the_lot:LosesTheLot",
    "takes_stock_twice": "integration_under_test.faulty.takes_stock_twice:TakesStockTwice",
    "ignores_budget": "integration_under_test.faulty.ignores_budget:IgnoresBudget",
}
