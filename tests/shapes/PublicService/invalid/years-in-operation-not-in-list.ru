# expect: psgsh:PublicService-yearsInOperation sh:NodeConstraintComponent
# The code for “years in operation” is not in the code list.
INSERT DATA { <id/service/example> psg:yearsInOperation <codelist/years-in-operation/unknown> }
