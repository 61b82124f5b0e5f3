# expect: psgsh:PublicService-foreignInvestmentPotential sh:DatatypeConstraintComponent
# The value of “foreign direct investment potential” is neither true nor false.
INSERT DATA { <id/service/example> psg:foreignInvestmentPotential "yes" }
