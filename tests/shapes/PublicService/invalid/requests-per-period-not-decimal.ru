# expect: psgsh:PublicService-requestsPerPeriod sh:DatatypeConstraintComponent
# The value of “requests per period” is a whole number without a decimal point.
INSERT DATA { <id/service/example> psg:requestsPerPeriod 1 ; psg:requestPeriod <codelist/request-period/week> }
