# expect: psgsh:Cost-currency sh:MinCountConstraintComponent
# The cost has no currency.
DELETE WHERE { <id/cost/example> cv:currency ?value }
