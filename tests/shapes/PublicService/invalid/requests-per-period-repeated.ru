# expect: psgsh:PublicService-requestsPerPeriod sh:MaxCountConstraintComponent
# The service has two values of “requests per period”.
INSERT DATA { <id/service/example> psg:requestsPerPeriod 80.5 , 90.5 ; psg:requestPeriod <codelist/request-period/week> }
