# expect: psgsh:PublicService-requestsPerPeriod sh:MinInclusiveConstraintComponent
# The value of “requests per period” is below 0.
INSERT DATA { <id/service/example> psg:requestsPerPeriod "-0.5"^^xsd:decimal ; psg:requestPeriod <codelist/request-period/week> }
