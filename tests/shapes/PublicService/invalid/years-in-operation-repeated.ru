# expect: psgsh:PublicService-yearsInOperation sh:MaxCountConstraintComponent
# The service has two codes for “years in operation”.
INSERT DATA { <id/service/example> psg:yearsInOperation <codelist/years-in-operation/2-5-years> , <codelist/years-in-operation/5-10-years> }
