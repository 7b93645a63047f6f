"""The complete limits resource: the limits that this org counts, and the other limits of every org.

Names and figures of an Enterprise org: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/
dome_limits.htm and answers recorded in public repositories.
"""

from typing import Any

from localorg.rest.failures import api_disabled
from localorg.rest.messages import RestRequest, RestResponse
from localorg.rest.org import Org

_FILE_STORAGE_MB = 11_264
_FOR_MANAGERS = ("DataStorageMB", "FileStorageMB")
"""Limits that are shown only to users who also have Manage Users."""
_UNTOUCHED = {
    "ActiveScratchOrgs": 40,
    "AnalyticsExternalDataSizeMB": 40_960,
    "BOZosCalloutHourlyLimit": 20_000,
    "CdpAiInferenceApiMonthlyLimit": 500_000_000,
    "ConcurrentAsyncGetReportInstances": 200,
    "ConcurrentEinsteinDataInsightsStoryCreation": 5,
    "ConcurrentEinsteinDiscoveryStoryCreation": 2,
    "ConcurrentSyncReportRuns": 20,
    "DailyAnalyticsDataflowJobExecutions": 60,
    "DailyAnalyticsUploadedFilesSizeMB": 51_200,
    "DailyAsyncApexExecutions": 250_000,
    "DailyAsyncApexTests": 500,
    "DailyBulkApiBatches": 15_000,
    "DailyBulkV2QueryFileStorageMB": 976_562,
    "DailyBulkV2QueryJobs": 10_000,
    "DailyDeliveredPlatformEvents": 25_000,
    "DailyDurableGenericStreamingApiEvents": 200_000,
    "DailyDurableStreamingApiEvents": 200_000,
    "DailyEinsteinDataInsightsStoryCreation": 1_000,
    "DailyEinsteinDiscoveryOptimizationJobRuns": 25,
    "DailyEinsteinDiscoveryPredictAPICalls": 50_000,
    "DailyEinsteinDiscoveryPredictionsByCDC": 500_000,
    "DailyEinsteinDiscoveryStoryCreation": 100,
    "DailyFunctionsApiCallLimit": 235_000,
    "DailyGenericStreamingApiEvents": 10_000,
    "DailyScratchOrgs": 80,
    "DailyStandardVolumePlatformEvents": 25_000,
    "DailyStreamingApiEvents": 200_000,
    "DailyWorkflowEmails": 100_000,
    "DurableStreamingApiConcurrentClients": 1_000,
    "HourlyAsyncReportRuns": 1_200,
    "HourlyDashboardRefreshes": 200,
    "HourlyDashboardResults": 5_000,
    "HourlyDashboardStatuses": 999_999_999,
    "HourlyElevateAsyncReportRuns": 1_200,
    "HourlyElevateSyncReportRuns": 500,
    "HourlyLongTermIdMapping": 100_000,
    "HourlyManagedContentPublicRequests": 50_000,
    "HourlyODataCallout": 20_000,
    "HourlyPublishedPlatformEvents": 250_000,
    "HourlyPublishedStandardVolumePlatformEvents": 100_000,
    "HourlyShortTermIdMapping": 100_000,
    "HourlySyncReportRuns": 500,
    "HourlyTimeBasedWorkflow": 1_000,
    "MassEmail": 5_000,
    "MaxContentDocumentsLimit": 30_000_000,
    "MonthlyEinsteinDiscoveryStoryCreation": 500,
    "MonthlyPlatformEventsUsageEntitlement": 0,
    "Package2VersionCreates": 6,
    "Package2VersionCreatesWithoutValidation": 500,
    "PlatformEventTriggersWithParallelProcessing": 5,
    "PrivateConnectOutboundCalloutHourlyLimitMB": 0,
    "PublishCallbacksUsageInApex": 10_485_760,
    "SingleEmail": 5_000,
    "StreamingApiConcurrentClients": 1_000,
}


def limits(org: Org, request: RestRequest) -> RestResponse:
    """Every limit with its maximum and the remaining amount, for users with View Setup and Configuration.

    The error for other users is not documented; one report has this wording (forceworkbench, issue 681).
    """
    system = org.access.rights(request.user_id).system
    if "ViewSetup" not in system:
        raise api_disabled()
    used_mb = 0 if org.setup.now.storage_left is None else max(0, _FILE_STORAGE_MB - org.setup.now.storage_left)
    found: dict[str, Any] = {name: {"Max": most, "Remaining": most} for name, most in _UNTOUCHED.items()}
    found |= {
        "ContentPublicationLimit": org.content_versions.as_limit(),
        "DailyApiRequests": org.api_requests.as_limit(),
        "DataStorageMB": {"Max": 10_944, "Remaining": 10_940},
        "FileStorageMB": {"Max": _FILE_STORAGE_MB, "Remaining": _FILE_STORAGE_MB - used_mb},
        "PermissionSets": {"Max": 1_500, "Remaining": 1_499, "CreateCustom": {"Max": 1_000, "Remaining": 999}},
    }
    shown = found if "ManageUsers" in system else {name: found[name] for name in found if name not in _FOR_MANAGERS}
    return RestResponse(body=dict(sorted(shown.items())))
