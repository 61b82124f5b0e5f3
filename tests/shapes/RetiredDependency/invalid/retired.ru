# expect: psgsh:RetiredDependency sh:SPARQLConstraintComponent
# The system depends on one that has been retired.
DELETE DATA { <id/system/example-2> psg:systemStatus <codelist/system-status/in-operation> } ;
INSERT DATA { <id/system/example-2> psg:systemStatus <codelist/system-status/retired> }
