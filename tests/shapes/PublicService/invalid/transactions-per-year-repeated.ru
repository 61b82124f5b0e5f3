# expect: psgsh:PublicService-transactionsPerYear sh:MaxCountConstraintComponent
# The service has two values of “transactions per year”.
INSERT DATA { <id/service/example> psg:transactionsPerYear 1 , 2 }
