# expect: psgsh:PublicService-transactionsPerYear sh:MinInclusiveConstraintComponent
# The value of “transactions per year” is below 0.
INSERT DATA { <id/service/example> psg:transactionsPerYear -1 }
