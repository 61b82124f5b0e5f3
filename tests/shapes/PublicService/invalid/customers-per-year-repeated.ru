# expect: psgsh:PublicService-customersPerYear sh:MaxCountConstraintComponent
# The service has two values of “customers per year”.
INSERT DATA { <id/service/example> psg:customersPerYear 1 , 2 }
