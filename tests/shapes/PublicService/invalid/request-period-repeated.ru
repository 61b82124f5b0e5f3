# expect: psgsh:PublicService-requestPeriod sh:MaxCountConstraintComponent
# The service has two codes for “request period”.
INSERT DATA { <id/service/example> psg:requestPeriod <codelist/request-period/month> , <codelist/request-period/week> ; psg:requestsPerPeriod 12.5 }
