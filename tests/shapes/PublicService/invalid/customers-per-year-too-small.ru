# expect: psgsh:PublicService-customersPerYear sh:MinInclusiveConstraintComponent
# The value of “customers per year” is below 0.
INSERT DATA { <id/service/example> psg:customersPerYear -1 }
