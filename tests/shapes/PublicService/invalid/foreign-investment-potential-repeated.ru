# expect: psgsh:PublicService-foreignInvestmentPotential sh:MaxCountConstraintComponent
# The service has two values of “foreign direct investment potential”.
INSERT DATA { <id/service/example> psg:foreignInvestmentPotential true , false }
