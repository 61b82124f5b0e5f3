# expect: psgsh:PublicService-customersPerYear sh:DatatypeConstraintComponent
# The value of “customers per year” is not a whole number.
INSERT DATA { <id/service/example> psg:customersPerYear 1.5 }
