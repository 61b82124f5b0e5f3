# expect: psgsh:PublicService-requestPeriod sh:NodeConstraintComponent
# The code for “request period” is not in the code list.
INSERT DATA { <id/service/example> psg:requestPeriod <codelist/request-period/unknown> ; psg:requestsPerPeriod 12.5 }
