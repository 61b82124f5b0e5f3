# expect: psgsh:System-hosting sh:MaxCountConstraintComponent
# The system has two codes for “hosting”.
INSERT DATA { <id/system/example> psg:hosting <codelist/hosting/government-cloud> }
