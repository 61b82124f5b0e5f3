# expect: psgsh:PublicService-transactionsPerYear sh:DatatypeConstraintComponent
# The value of “transactions per year” is not a whole number.
INSERT DATA { <id/service/example> psg:transactionsPerYear 1.5 }
